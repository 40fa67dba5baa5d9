# Answers

asked = Asked: { $question }
about = About: { $it }
untimely = Nothing here is known to be from the time asked for: { $it }
unsaid = None of these words is known to be by whom you ask about: { $it }
uncounted = No figure here is known to be of what you ask: { $it }
declined = **The sources I have do not answer this.**
declined-empty = **That asks nothing that I can look up.** Ask about something in the news: who said what, when, how many.
declined-too-long = **That is too long for a question.** Ask in one or two sentences.
declined-nothing = **My sources hold nothing on this.**
declined-language = **Nothing here is in the language of your question.** What I have on it is in English; ask in English to search it.
declined-not-admitted = **Nothing here is of that publisher, speaker or time.** Ask without it to see what there is.
which = **Which of these do you mean?** Open one, or ask again with a few words of it.
nearest = Closest I found, not an answer
too-long = *This passage is too long to be shown whole; open the source to read it.*
withdrawn-quote = *A quote stood here. It was withdrawn: its article is no longer in the library.*
page-of = Page { $page } of { $pages }
more-in-sources = There is more; open the sources to read on.
welcome = **I answer questions about the news by quoting it**, word for word: who said it, who published it, when. Where my sources do not say, I say that.
    Mention me with a question, or use /ask. To check a quotation, use /verify, or the menu of a message: Apps › Check this quote.
holds = My library here holds { $count ->
    [one] one article
   *[other] { $count } articles
}.
holds-months = They are from { $first } to { $last }.
holds-publishers = Published by { $names }{ $more ->
    [0] .
   *[other] {" "}and { $more } more.
}
holds-nothing = My library here is empty. Somebody who manages the server can add to it with /library add.
example = What is known about “{ $title }”?
mention-me = I can read a message only where I myself am mentioned, not my role: { $me }
is-this-true = is this true | is that true | is it true | is this real | is that real | is this right | is this correct | true | really | fact check | fact check this | check this | verify | verify this | did they say that | did he say that | did she say that | was this said
about-above = About the message above
fail-unread-above = I cannot read the message above. Use its menu: Apps › Check this quote.
fail-gone = This answer is no longer kept, or was shown elsewhere. Please ask again.
fail-withdrawn = Its sources are no longer in the library.

# Who said it

credit-unnamed = speaker not named
credit-article = the article
credit-indirect = reported, not a direct quote
credit-relay = through { $it }
credit-heading = from a heading
credit-caption = from a caption
credit-page = p. { $it }
credit-time = at { $it }
passage = passage
at-source = at its source
credit-no_publisher = publisher not stated
credit-self_described = says of itself: { $it }
credit-also_in = also in { $it }
credit-changed = since changed at its source
account-by-article = the article, { $publisher }
untitled = untitled
date-not-stated = no date on the page
date-by-caption = about { $day } (from a caption)
date-by-address = about { $day } (from its address)

# What figures count, and positions taken

count-killed = killed
count-bodies-found = bodies found
count-wounded = wounded
count-taken-to-hospital = taken to hospital
count-missing = missing
count-detained = detained
count-displaced = displaced
count-figure = figure
count-of-them = of them { $counts }
count-denies = denies
count-asserts = asserts
count-unclear = unclear

# Buttons

button-back = Back
button-more = More
button-share = Share
button-helpful = Helpful
button-wrong = Wrong
button-alone = Search everything
button-delete = Delete
button-whole = Whole article
button-said = Statements in it
pick-quote = Context and source of a quote
context-heading = The quote with the sentences around it
context-before = Before it
context-quote = **The quote**
context-after = After it
thanks = Thank you. That helps to find what is missing.
fail-not-yours = Only who asked, or a moderator, can delete this answer.
fail-shared = This answer was shared already.
shared-by = Shared from a private answer
wrong-title = What is wrong?
wrong-label = In a few words, if you like
wrong-hint = The server’s moderators can read this, not who wrote it.

# Verifying

draft = **{ $count } quotations checked, { $bad } to look at.**
verdict-exact = **Exact.** These very words stand in the library.
verdict-typography = **Exact but for typography.** Only marks, dashes or blanks differ.
verdict-shortened = **Shortened.** These words stand there in this order, in one speech; nothing left out turns their sense.
verdict-clipped = **Clipped.** The words stand there, but what stands just outside them turns their sense: { $caveat }.
verdict-denied = **Denied.** These are the words of what somebody denied; whole, the sentence says the opposite.
verdict-too-short = **Too short to say.** The words stand there, but so few are everybody’s words.
verdict-not-named = **Not named.** The words stand in the library, but whose they are is not named there.
verdict-reported = **Said of them, not by them.** The words stand there, told about that person by somebody else.
verdict-somebody-else = **Said by somebody else.** The words stand in the library, but are not that speaker’s.
verdict-altered = **Altered.** The library has these words otherwise.
verdict-stitched = **Stitched.** The words stand in several places, not together.
verdict-not-found = **Not found.** Nothing in the library reads like this. It may still have been said.
caveat-negated = they are negated
caveat-conditional = they hold on a condition
caveat-asked = they are asked
caveat-doubted = they are doubted
caveat-claimed = they are only claimed
caveat-accused = others accuse somebody of having said them
caveat-denied = they are denied
caveat-forged = they are called forged
caveat-rated-false = a fact check calls them false
checked = Checked: { $text }
differs-added = not there: “{ $claimed }”
differs-left-out = left out: “{ $real }”
differs-changed = not “{ $claimed }” but “{ $real }”
fail-no-text = That message holds no text to check.
fail-no-words = That message holds no text to look for.

# Sources

fail-no-source = I have no source of that title or address. Pick one from the list that appears while you type.
sources-on = Sources that speak of **{ $topic }**:
sources-part = Of a part of it:
sources-none = No source speaks of **{ $topic }**.
sources-in-words = the words of that message
said-nothing = **My sources have no such statement.**
what-said = what did { $speaker } say
what-said-about = what did { $speaker } say about { $topic }
and-more = … and more.
said-in-none = **I could read no statement in this article.**
fail-bad-day = “{ $text }” is no day that I can read. Write one like 2024-04-10, 2024-04 or 2024.
fail-no-collection = There is no collection of that name here. Pick one from the list that appears.
day-today = today
day-yesterday = yesterday
day-last-week = a week ago
day-last-month = a month ago
day-last-year = a year ago
collection-own = this server’s own

# The library

fail-may-not-add = Only members who may manage this server, or have a role that may add, can add to its library.
fail-may-not-remove = Only members who may manage this server, or have a role that may remove, can remove from its library.
fail-may-not-follow = Only members who may manage this server, or have a role that may follow feeds, can do that.
fail-here-only = That belongs to a server; use this command in one.
fail-not-managing = Only members who may manage this server can do that.
fail-nothing-given = Give me a link or an attachment to add.
fail-no-link = That is not a link. A link begins with https:// or http://.
fail-no-links = That message holds neither a link nor an attachment.
fail-no-article = This server’s library has no such article. Pick one from the list that appears.
button-remove = Remove
library-remove = Remove **{ $title }**, with { $count ->
    [one] the one statement
   *[other] all { $count } statements
} in it? Answers that quote it will say that it was withdrawn.
library-removed = { $count ->
    [one] Removed: one article, with all that belonged to it.
   *[other] Removed: { $count } articles, with all that belonged to them.
}
library-empty = This server’s library is empty. Add to it with /library add.
library-head = { $count ->
    [one] One article:
   *[other] { $count } articles, the newest first:
}
library-so-far = Adding, so far: { $counts }
library-counts = { $added } added, { $replaced } replaced, { $unchanged } unchanged, { $skipped } skipped.
library-counted = { $count ->
    [one] One article
   *[other] { $count } articles
} with { $statements ->
    [one] one statement
   *[other] { $statements } statements
} in this server’s own library.
library-public = Also to be quoted here, of the public collections: { $names }
library-adding = Something is being added just now.
feeds-none = No feed is followed. Follow one with /library feeds.
feeds-head = Feeds that this server follows:
feed-line = { $title }: { $outcome }
feed-not-polled = not looked at yet
feed-followed = Followed: { $title }. What it brings is added from now on, beginning within a few minutes.
feed-untitled = a feed without a title
feed-unfollowed = No longer followed. Its articles stay.
fail-no-feed = This server does not follow that feed. Pick one from the list that appears.
fail-unread-feed = I do not follow it, since I could not read it: { $why }

# Settings of a server

settings-head = **How I behave in this server**
settings-channels = Channels where I may answer
settings-channels-none = Any channel
settings-forums = Forums whose posts I answer without being mentioned
settings-forums-none = None
settings-threads = Channels in whose threads I answer without being mentioned
settings-threads-none = None
settings-roles = Roles that may add to the library
settings-roles-none = Only members who may manage this server
settings-removers = Roles that may remove articles from the library
settings-removers-none = Only members who may manage this server
settings-followers = Roles that may follow feeds and leave them
settings-followers-none = Only members who may manage this server
settings-collections = Public collections that I may quote from here
settings-language = Language of my own words
settings-language-own = Each reader’s own
settings-private = Answers to commands are private unless asked otherwise
settings-public = Answers to commands are public unless asked otherwise
settings-keeps = Questions without an answer are kept for 30 days, without who asked, for /gaps
settings-keeps-not = No question is kept
settings-button-private = Make answers private
settings-button-public = Make answers public
settings-button-keep = Keep unanswered questions
settings-button-keep-not = Keep no questions
fail-elsewhere = I answer in { $channels } only.

# Gaps and audit

gaps-off = This server keeps no questions. Turn that on with /settings to see here what I could not answer.
gaps-none = There is nothing that I could not answer in the last 30 days.
gaps-head = What I could not answer in the last 30 days, the latest first:
gaps-judged = Answers marked helpful: { $helpful }, marked wrong: { $wrong }
gaps-note = marked wrong: { $note }
gaps-answer = the answer
gaps-quoted = it quoted: { $title }
gaps-nearest = nearest: { $title }
pick-gap = Ask one again, or add a source for it
button-gap-filled = No gap any more
gap-filled = It is off the list.
audit-none = Nothing was added or removed here yet.
audit-head = What was added and removed here, the latest first:
audit-line = { $when } · { $who } · { $what }
audit-added = added { $count } from { $what }
audit-removed = removed { $what }
audit-followed = followed { $what }
audit-unfollowed = unfollowed { $what }
audit-settings = changed the settings
audit-somebody = somebody who asked to be forgotten

# Privacy

privacy = **What I keep**
    - Of an answer: where its quotes stand in the library, in which channel it was shown, and that you asked, for 30 days, so that its buttons work. Not its words, and not your question.
    - Whether you found an answer helpful or wrong, with the note that you wrote to the moderators, for 30 days.
    - { $questions }
    - Who added to and removed from a server’s library, followed feeds or changed settings there, for its moderators, for one year.
    - What is watched for, where it is told and who set that up, until the watch is removed; of what was told only sums.
    I read only messages that address me. /privacy delete removes what I hold on you.
privacy-questions-kept = This server has chosen to keep questions that I could not answer, without who asked, for 30 days.
privacy-questions-not-kept = No question is kept.
privacy-deleted = Deleted: { $answers ->
    [one] one answer’s places
   *[other] { $answers } answers’ places
}, { $judgements ->
    [one] one mark
   *[other] { $judgements } marks
} of helpful or wrong, { $watches ->
    [one] one watch of yours
   *[other] { $watches } watches of yours
}. Your name is taken out of what servers’ moderators see.

# What went wrong

fail-broken = Something broke on my side, so I have no answer. Please ask again later.
fail-library = My library needs care by its operator before I can answer again.
fail-unreachable = I cannot reach my library just now, which says nothing of what it holds. Please ask again in a minute.
fail-busy = Too many questions are waiting just now. Please ask again in a minute.
fail-slow = That took too long, so I stopped looking. Please ask again, or more narrowly.
fail-died = Something broke while I was looking that up. Please ask again.
fail-differs = An answer differed from its sources, so it was not sent.
fail-crowding = Your last questions are still waiting, so I leave this one. Please wait for their answers.
fail-being-changed = The library is being changed by somebody else just now. Please try again in a few minutes.
fail-change = That did not work. The bot’s operator finds the reason in its log.
fail-change-slow = That took over an hour, so I stopped. What was added so far is in.
fail-stopping = I am being restarted just now. Please ask again in a minute.
fail-right = I cannot answer in { $channel }: I lack the right “{ $right }” there. Somebody who manages the server can give it to me.
right-send_messages = Send Messages
right-send_messages_in_threads = Send Messages in Threads
right-view_channel = View Channel
job-ended = Your job in { $server } has ended:

# Watching

button-watch = Watch
watch-on = what is said about { $topic }
watch-by = what { $speaker } says
watch-by-on = what { $speaker } says about { $topic }
watch-voices = who is quoted on { $topic } for the first time
watch-articles = articles that come in
watch-articles-on = articles on { $topic } that come in
watch-answer = another answer to “{ $topic }”
watch-called = Watch { $number }: { $what }
watch-late = I could not look since { $since }; what came in meanwhile is told now.
watch-changed-first = Another quote comes first than before.
watch-changed-figures = Its figures or positions are others than before.
watch-changed-declined = My sources do not answer it any more.
watch-made = From now on this channel is told: { $what } ({ $often }). /watch list shows what is watched for here, /watch remove ends it.
watch-at-once = at once
watch-daily = once a day
watch-paused = paused
watch-no-channel = paused, since I cannot write there
watch-none = Nothing is watched for here. Begin with /watch quotes or /watch articles.
watch-list = Watched for here:
watch-is-paused = Paused: { $what }. What comes in meanwhile is not told.
watch-goes-on = Watched for again, from now on: { $what }.
watch-removed = Not watched for any more: { $what }.
fail-no-watch = There is no such watch here. Pick one from the list that appears.
fail-watch-nothing = Say on what, or whose words. To be told each speaker once, say on what and name no speaker.
fail-watch-too-long = That is too long to be watched for; { $most } characters are the most.
fail-too-many-watches = There are { $most } watches here already, and no more may be. Remove one with /watch remove.
fail-watch-no-member = I can tell of what comes in only where I was invited, or in a direct message with me.
audit-watched = began to watch for { $what }
audit-unwatched = ended to watch for { $what }

# Suggestions below an answer

next-said = What did { $speaker } say?
next-counted-killed = How many were killed?
next-counted-wounded = How many were wounded?
next-counted-missing = How many are missing?
next-counted-detained = How many were arrested?
next-counted-displaced = How many were displaced?
next-denied = Who denied it?
next-confirmed = Who confirmed it?

# A quote cited elsewhere

button-cite = Cite
cited-txt = As a line:
cited-md = In Markdown:
cited-files = The quote is attached, in four forms.

# Day by day

what-when = what was said about { $topic }, day by day
what-when-by = what { $speaker } said about { $topic }, day by day

# Articles to choose from

newest = **The newest I have on that:**
pick-article = Open an article

# What was added

button-undo = Undo
button-add-source = Add a source
add-source-title = Add a source
add-source-links = Links, one a line
add-source-hint = Pages, feeds, sitemaps, PDFs
add-source-documents = Documents
statements-read = { $count ->
    [one] one statement
   *[other] { $count } statements
}
