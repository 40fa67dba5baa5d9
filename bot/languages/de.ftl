# Antworten

asked = Gefragt: { $question }
about = Zu: { $it }
untimely = Nichts hier ist nachweislich aus der erfragten Zeit: { $it }
unsaid = Von diesen Worten ist keines nachweislich von: { $it }
uncounted = Keine Zahl hier ist nachweislich die, nach der gefragt ist: { $it }
declined = **Meine Quellen beantworten das nicht.**
declined-empty = **Das fragt nach nichts, was ich nachschlagen kann.** Frag nach etwas aus den Nachrichten: wer was gesagt hat, wann, wie viele.
declined-too-long = **Das ist zu lang für eine Frage.** Frag in ein, zwei Sätzen.
declined-nothing = **Meine Quellen enthalten dazu nichts.**
declined-language = **Hier ist nichts in der Sprache deiner Frage.** Was ich habe, ist auf Englisch; frage auf Englisch, um darin zu suchen.
declined-not-admitted = **Von diesem Medium, dieser Person oder Zeit ist hier nichts.** Frag ohne das, um zu sehen, was es gibt.
which = **Welches davon meinst du?** Öffne eines, oder frag noch einmal mit ein paar Wörtern daraus.
nearest = Das Nächste, was ich fand, keine Antwort
too-long = *Diese Stelle ist zu lang, um sie ganz zu zeigen; öffne die Quelle, um sie zu lesen.*
withdrawn-quote = *Hier stand ein Zitat. Es wurde zurückgezogen: Sein Artikel ist nicht mehr in der Bibliothek.*
page-of = Seite { $page } von { $pages }
more-in-sources = Es gibt mehr; öffne die Quellen, um weiterzulesen.
welcome = **Ich beantworte Fragen zu den Nachrichten, indem ich sie zitiere**, Wort für Wort: wer es gesagt hat, wer es veröffentlicht hat, wann. Wo meine Quellen nichts dazu sagen, sage ich das.
    Erwähne mich mit einer Frage oder nimm /ask. Ein Zitat prüft /verify oder das Menü einer Nachricht: Apps › Check this quote.
holds = Meine Bibliothek enthält hier { $count ->
    [one] einen Artikel
   *[other] { $count } Artikel
}.
holds-months = Sie sind von { $first } bis { $last }.
holds-publishers = Veröffentlicht von { $names }{ $more ->
    [0] .
   *[other] {" "}und { $more } weiteren.
}
holds-nothing = Meine Bibliothek ist hier leer. Wer den Server verwaltet, kann mit /library add etwas hinzufügen.
example = Was ist bekannt über „{ $title }“?
mention-me = Lesen kann ich eine Nachricht nur, wenn ich selbst erwähnt werde, nicht meine Rolle: { $me }
is-this-true = stimmt das | ist das wahr | ist das so | ist das richtig | wirklich | wahr | faktencheck | prüf das | prüfe das | hat er das gesagt | hat sie das gesagt
about-above = Zur Nachricht darüber
fail-unread-above = Die Nachricht darüber kann ich nicht lesen. Nimm ihr Menü: Apps › Check this quote.
fail-gone = Diese Antwort ist nicht mehr gespeichert oder wurde anderswo gezeigt. Bitte frag noch einmal.
fail-withdrawn = Ihre Quellen sind nicht mehr in der Bibliothek.

# Wer es gesagt hat

credit-unnamed = nicht namentlich genannt
credit-article = der Artikel
credit-indirect = berichtet, kein wörtliches Zitat
credit-relay = weitergegeben von { $it }
credit-heading = aus einer Überschrift
credit-caption = aus einer Bildunterschrift
credit-page = S. { $it }
credit-time = bei { $it }
passage = Absatz
at-source = an der Quelle
credit-no_publisher = Medium nicht angegeben
credit-self_described = sagt von sich selbst: { $it }
credit-also_in = auch in { $it }
credit-changed = an der Quelle inzwischen geändert
account-by-article = der Artikel, { $publisher }
untitled = ohne Titel
date-not-stated = kein Datum auf der Seite
date-by-caption = etwa { $day } (nach einer Bildunterschrift)
date-by-address = etwa { $day } (nach der Adresse)

# Was Zahlen zählen und welche Haltung jemand einnimmt

count-killed = getötet
count-bodies-found = Leichen gefunden
count-wounded = verletzt
count-taken-to-hospital = ins Krankenhaus gebracht
count-missing = vermisst
count-detained = in Gewahrsam
count-displaced = vertrieben
count-figure = Zahl
count-of-them = davon { $counts }
count-denies = bestreitet
count-asserts = gibt an
count-unclear = unklar

# Schaltflächen

button-back = Zurück
button-more = Mehr
button-share = Teilen
button-helpful = Hilfreich
button-wrong = Falsch
button-alone = Überall suchen
button-delete = Löschen
button-whole = Ganzer Artikel
button-said = Aussagen darin
pick-quote = Kontext und Quelle eines Zitats
context-heading = Das Zitat mit den Sätzen davor und danach
context-before = Davor
context-quote = **Das Zitat**
context-after = Danach
thanks = Danke. Das hilft zu finden, was fehlt.
fail-not-yours = Diese Antwort löschen kann nur, wer gefragt hat, oder die Moderation.
fail-shared = Diese Antwort wurde schon geteilt.
shared-by = Geteilt aus einer privaten Antwort
wrong-title = Was ist falsch?
wrong-label = In wenigen Worten, wenn du magst
wrong-hint = Die Moderation des Servers kann das lesen, aber nicht, von wem es ist.

# Prüfen

draft = **{ $count } Zitate geprüft, { $bad } anzusehen.**
verdict-exact = **Wörtlich.** Genau diese Worte stehen in der Bibliothek.
verdict-typography = **Wörtlich bis auf die Typografie.** Nur Anführungszeichen, Striche oder Leerzeichen weichen ab.
verdict-shortened = **Gekürzt.** Die Worte stehen dort in dieser Folge, in einer Rede; nichts Ausgelassenes verkehrt ihren Sinn.
verdict-clipped = **Abgeschnitten.** Die Worte stehen dort, aber was gleich daneben steht, verkehrt ihren Sinn: { $caveat }.
verdict-denied = **Bestritten.** Das sind die Worte dessen, was jemand bestritten hat; der ganze Satz sagt das Gegenteil.
verdict-too-short = **Zu kurz.** Die Worte stehen dort, aber so wenige sind jedermanns Worte.
verdict-not-named = **Nicht genannt.** Die Worte stehen in der Bibliothek, aber von wem sie stammen, steht dort nicht.
verdict-reported = **Über die Person gesagt, nicht von ihr.** Die Worte stehen dort, jemand anderes sagt sie über sie.
verdict-somebody-else = **Von jemand anderem gesagt.** Die Worte stehen in der Bibliothek, stammen aber nicht von der genannten Person oder Stelle.
verdict-altered = **Verändert.** In der Bibliothek lauten diese Worte anders.
verdict-stitched = **Zusammengesetzt.** Die Worte stehen an mehreren Stellen, nicht beieinander.
verdict-not-found = **Nicht gefunden.** Nichts in der Bibliothek lautet so. Gesagt worden sein kann es trotzdem.
caveat-negated = sie werden verneint
caveat-conditional = sie gelten unter einer Bedingung
caveat-asked = sie werden gefragt
caveat-doubted = sie werden bezweifelt
caveat-claimed = sie werden nur behauptet
caveat-accused = andere werfen jemandem vor, sie gesagt zu haben
caveat-denied = sie werden bestritten
caveat-forged = sie werden gefälscht genannt
caveat-rated-false = ein Faktencheck nennt sie falsch
checked = Geprüft: { $text }
differs-added = steht dort nicht: „{ $claimed }“
differs-left-out = ausgelassen: „{ $real }“
differs-changed = nicht „{ $claimed }“, sondern „{ $real }“
fail-no-text = Diese Nachricht enthält keinen Text, der sich prüfen ließe.
fail-no-words = Diese Nachricht enthält keinen Text, nach dem sich suchen ließe.

# Quellen

fail-no-source = Ich habe keine Quelle mit diesem Titel oder dieser Adresse. Wähle eine aus der Liste, die beim Tippen erscheint.
sources-on = Quellen zu **{ $topic }**:
sources-part = Zu einem Teil davon:
sources-none = Keine Quelle zu **{ $topic }**.
sources-in-words = den Worten dieser Nachricht
said-nothing = **In meinen Quellen gibt es keine solche Aussage.**
what-said = was hat { $speaker } gesagt
what-said-about = was hat { $speaker } über { $topic } gesagt
and-more = … und mehr.
said-in-none = **Ich konnte in diesem Artikel keine Aussage erkennen.**
fail-bad-day = „{ $text }“ kann ich nicht als Datum lesen. Schreib es so: 2024-04-10, 2024-04 oder 2024.
fail-no-collection = Eine Sammlung dieses Namens gibt es hier nicht. Wähle eine aus der Liste, die erscheint.
day-today = heute
day-yesterday = gestern
day-last-week = vor einer Woche
day-last-month = vor einem Monat
day-last-year = vor einem Jahr
collection-own = die eigene dieses Servers

# Die Bibliothek

fail-may-not-add = Nur wer diesen Server verwalten darf oder eine Rolle hat, die hinzufügen darf, kann seiner Bibliothek etwas hinzufügen.
fail-may-not-remove = Nur wer diesen Server verwalten darf oder eine Rolle hat, die entfernen darf, kann etwas aus seiner Bibliothek entfernen.
fail-may-not-follow = Nur wer diesen Server verwalten darf oder eine Rolle hat, die Feeds folgen darf, kann das tun.
fail-here-only = Das gehört zu einem Server; nutze diesen Befehl auf einem.
fail-not-managing = Das kann nur, wer diesen Server verwalten darf.
fail-nothing-given = Gib mir einen Link oder einen Anhang zum Hinzufügen.
fail-no-link = Das ist kein Link. Ein Link beginnt mit https:// oder http://.
fail-no-links = Diese Nachricht enthält weder einen Link noch einen Anhang.
fail-no-article = Die Bibliothek dieses Servers hat keinen solchen Artikel. Wähle einen aus der Liste, die erscheint.
button-remove = Entfernen
library-remove = **{ $title }** entfernen, mit { $count ->
    [one] der einen Aussage
   *[other] allen { $count } Aussagen
} darin? Antworten, die ihn zitieren, werden sagen, dass er zurückgezogen wurde.
library-removed = { $count ->
    [one] Entfernt: ein Artikel mit allem, was dazugehörte.
   *[other] Entfernt: { $count } Artikel mit allem, was dazugehörte.
}
library-empty = Die Bibliothek dieses Servers ist leer. Füge ihr mit /library add etwas hinzu.
library-head = { $count ->
    [one] Ein Artikel:
   *[other] { $count } Artikel, die neuesten zuerst:
}
library-so-far = Hinzufügen läuft, bisher: { $counts }
library-counts = { $added } hinzugefügt, { $replaced } ersetzt, { $unchanged } unverändert, { $skipped } übersprungen.
library-counted = { $count ->
    [one] Ein Artikel
   *[other] { $count } Artikel
} mit { $statements ->
    [one] einer Aussage
   *[other] { $statements } Aussagen
} in der eigenen Bibliothek dieses Servers.
library-public = Auch hieraus wird hier zitiert, aus den öffentlichen Sammlungen: { $names }
library-adding = Gerade wird etwas hinzugefügt.
feeds-none = Kein Feed ist abonniert. Abonniere einen mit /library feeds.
feeds-head = Feeds, die dieser Server abonniert hat:
feed-line = { $title }: { $outcome }
feed-not-polled = noch nicht abgerufen
feed-followed = Abonniert: { $title }. Was der Feed bringt, wird ab jetzt hinzugefügt, erstmals in wenigen Minuten.
feed-untitled = ein Feed ohne Titel
feed-unfollowed = Nicht mehr abonniert. Die Artikel des Feeds bleiben.
fail-no-feed = Diesen Feed hat dieser Server nicht abonniert. Wähle einen aus der Liste, die erscheint.
fail-unread-feed = Ich habe ihn nicht abonniert, denn ich konnte ihn nicht lesen: { $why }

# Einstellungen eines Servers

settings-head = **Wie ich mich auf diesem Server verhalte**
settings-channels = Kanäle, in denen ich antworten darf
settings-channels-none = Alle Kanäle
settings-forums = Foren, auf deren Beiträge ich antworte, ohne erwähnt zu werden
settings-forums-none = Keine
settings-threads = Kanäle, in deren Threads ich antworte, ohne erwähnt zu werden
settings-threads-none = Keine
settings-roles = Rollen, die der Bibliothek etwas hinzufügen dürfen
settings-roles-none = Nur Mitglieder, die diesen Server verwalten dürfen
settings-removers = Rollen, die Artikel aus der Bibliothek entfernen dürfen
settings-removers-none = Nur Mitglieder, die diesen Server verwalten dürfen
settings-followers = Rollen, die Feeds folgen und entfolgen dürfen
settings-followers-none = Nur Mitglieder, die diesen Server verwalten dürfen
settings-collections = Öffentliche Sammlungen, aus denen ich hier zitieren darf
settings-language = Sprache meiner eigenen Worte
settings-language-own = Jeweils die eigene der Lesenden
settings-private = Antworten auf Befehle sind privat, wenn nicht anders verlangt
settings-public = Antworten auf Befehle sind öffentlich, wenn nicht anders verlangt
settings-keeps = Fragen ohne Antwort werden für /gaps 30 Tage lang aufbewahrt, ohne Angabe, wer gefragt hat
settings-keeps-not = Es werden keine Fragen aufbewahrt
settings-button-private = Antworten privat machen
settings-button-public = Antworten öffentlich machen
settings-button-keep = Unbeantwortete Fragen aufbewahren
settings-button-keep-not = Keine Fragen aufbewahren
fail-elsewhere = Ich antworte nur in { $channels }.

# Lücken und Protokoll

gaps-off = Dieser Server bewahrt keine Fragen auf. Schalte das mit /settings ein, um hier zu sehen, was ich nicht beantworten konnte.
gaps-none = In den letzten 30 Tagen gab es nichts, was ich nicht beantworten konnte.
gaps-head = Was ich in den letzten 30 Tagen nicht beantworten konnte, das Neueste zuerst:
gaps-judged = Als hilfreich markierte Antworten: { $helpful }, als falsch markierte: { $wrong }
gaps-note = als falsch markiert: { $note }
gaps-answer = die Antwort
gaps-quoted = zitiert wurde: { $title }
gaps-nearest = am nächsten: { $title }
pick-gap = Eine noch einmal stellen, oder eine Quelle dafür hinzufügen
button-gap-filled = Keine Lücke mehr
gap-filled = Die Frage steht nicht mehr auf der Liste.
audit-none = Hier wurde noch nichts hinzugefügt oder entfernt.
audit-head = Was hier hinzugefügt und entfernt wurde, das Neueste zuerst:
audit-line = { $when } · { $who } · { $what }
audit-added = { $count } aus { $what } hinzugefügt
audit-removed = { $what } entfernt
audit-followed = { $what } abonniert
audit-unfollowed = { $what } nicht mehr abonniert
audit-settings = Einstellungen geändert
audit-somebody = jemand, der vergessen werden wollte

# Datenschutz

privacy = **Was ich aufbewahre**
    - Zu einer Antwort: wo ihre Zitate in der Bibliothek stehen, in welchem Kanal sie gezeigt wurde und dass du gefragt hast, 30 Tage lang, damit ihre Schaltflächen funktionieren. Nicht ihren Wortlaut und nicht deine Frage.
    - Ob du eine Antwort hilfreich oder falsch fandest, mit der Notiz, die du der Moderation geschrieben hast, 30 Tage lang.
    - { $questions }
    - Wer der Bibliothek eines Servers etwas hinzugefügt oder daraus entfernt, dort Feeds gefolgt oder Einstellungen geändert hat, für dessen Moderation, ein Jahr lang.
    - Was beobachtet wird, wo es gemeldet wird und wer es eingerichtet hat, bis die Beobachtung entfernt wird; von dem, was gemeldet wurde, nur Prüfsummen.
    Ich lese nur Nachrichten, die an mich gerichtet sind. /privacy delete löscht, was ich über dich gespeichert habe.
privacy-questions-kept = Dieser Server hat sich dafür entschieden, Fragen, die ich nicht beantworten konnte, 30 Tage lang aufzubewahren, ohne Angabe, wer gefragt hat.
privacy-questions-not-kept = Es werden keine Fragen aufbewahrt.
privacy-deleted = Gelöscht: { $answers ->
    [one] die Fundstellen einer Antwort
   *[other] die Fundstellen von { $answers } Antworten
}, { $judgements ->
    [one] eine Markierung
   *[other] { $judgements } Markierungen
} als hilfreich oder falsch, { $watches ->
    [one] eine deiner Beobachtungen
   *[other] { $watches } deiner Beobachtungen
}. Dein Name ist aus dem entfernt, was die Moderation von Servern sieht.

# Was schiefging

fail-broken = Bei mir ist etwas kaputtgegangen, deshalb habe ich keine Antwort. Bitte frag später noch einmal.
fail-library = Um meine Bibliothek muss sich erst kümmern, wer mich betreibt; vorher kann ich nicht wieder antworten.
fail-unreachable = Ich erreiche meine Bibliothek gerade nicht; darüber, was sie enthält, sagt das nichts. Bitte frag in einer Minute noch einmal.
fail-busy = Gerade warten zu viele Fragen. Bitte frag in einer Minute noch einmal.
fail-slow = Das hat zu lange gedauert, deshalb habe ich die Suche abgebrochen. Bitte frag noch einmal oder enger gefasst.
fail-died = Beim Nachschlagen ist etwas kaputtgegangen. Bitte frag noch einmal.
fail-differs = Eine Antwort wich von ihren Quellen ab und wurde deshalb nicht gesendet.
fail-crowding = Deine letzten Fragen warten noch, deshalb lasse ich diese aus. Bitte warte die Antworten ab.
fail-being-changed = Die Bibliothek wird gerade von jemand anderem geändert. Bitte versuch es in ein paar Minuten noch einmal.
fail-change = Das hat nicht geklappt. Wer den Bot betreibt, findet den Grund in dessen Protokoll.
fail-change-slow = Das hat über eine Stunde gedauert, deshalb habe ich abgebrochen. Was bis dahin hinzugefügt wurde, ist drin.
fail-stopping = Ich werde gerade neu gestartet. Bitte frag in einer Minute noch einmal.
fail-right = Ich kann in { $channel } nicht antworten: Mir fehlt dort die Berechtigung „{ $right }“. Wer den Server verwaltet, kann sie mir geben.
right-send_messages = Nachrichten senden
right-send_messages_in_threads = Nachrichten in Threads senden
right-view_channel = Kanal anzeigen
job-ended = Dein Auftrag auf { $server } ist beendet:

# Befehle (nur übersetzt; das Englische steht im Code). Discord erlaubt je höchstens 100 Zeichen.

command-ask = Nach den Nachrichten fragen; die Antwort besteht aus Zitaten.
option-question = Was du wissen willst
option-publisher = Nur Artikel dieses Mediums
option-ask-speaker = Nur, was diese Person oder Stelle gesagt hat
option-since = Nur Artikel von diesem Tag oder danach: 2024-04-10, 2024-04, 2024
option-until = Nur Artikel von diesem Tag oder davor
option-collection = Nur diese Sammlung
option-private = Nur dir zeigen
command-source = Einen Artikel zeigen: seine Textstellen und die Aussagen darin.
option-article = Titel oder Link des Artikels
command-sources = Die Artikel auflisten, in denen es um ein Thema geht.
option-topic = Worum es in den Artikeln gehen soll
command-statements = Zeigen, was jemand zu etwas gesagt hat, in zeitlicher Folge, über alle Medien hinweg.
option-statements-speaker = Wessen Worte
option-about = Wozu; ohne Angabe zu allem
command-help = Sagen, was ich kann, was meine Bibliothek hier enthält, und Beispiele zum Fragen zeigen.
command-verify = Wort für Wort prüfen, ob etwas gesagt wurde.
option-text = Der Wortlaut, wie er behauptet wird
option-verify-speaker = Wer es gesagt haben soll
command-settings = Festlegen, wie sich der Bot auf diesem Server verhält.
command-gaps = Zeigen, was hier nicht beantwortet werden konnte, ohne Angabe, wer gefragt hat.
command-audit = Zeigen, wer der Bibliothek dieses Servers etwas hinzugefügt oder daraus entfernt hat.
command-library = Die eigene Bibliothek dieses Servers
command-library-add = Der Bibliothek dieses Servers Artikel hinzufügen.
option-link = Adresse einer Seite, eines Feeds, einer Sitemap oder eines PDFs
option-attachment = Ein Dokument: PDF, Word, EPUB, HTML, Text, CSV, ZIP …
command-library-remove = Einen Artikel aus der Bibliothek dieses Servers entfernen, mit allem, was dazugehört.
command-library-list = Auflisten, was in der Bibliothek dieses Servers ist, das Neueste zuerst.
command-library-about = Sagen, was hier zitiert werden kann: wie viele Artikel, von wann, von wem, und die neuesten.
command-library-status = Sagen, wie viel die Bibliothek dieses Servers enthält und was Feeds bringen.
command-library-feeds = Feeds abonnieren oder die abonnierten auflisten.
option-follow = Adresse eines Feeds, der abonniert werden soll
option-unfollow = Ein Feed, der nicht mehr abonniert sein soll
command-privacy = Was der Bot aufbewahrt und wie du es löschen lässt
command-privacy-show = Sagen, was der Bot aufbewahrt.
command-privacy-delete = Löschen, was der Bot über dich hat; Schaltflächen früherer Antworten an dich gehen dann nicht mehr.
menu-find-sources = Quellen finden
menu-check-this-quote = Dieses Zitat prüfen
menu-add-to-library = Zur Bibliothek hinzufügen

# Beobachten

button-watch = Beobachten
watch-on = was über { $topic } gesagt wird
watch-by = was { $speaker } sagt
watch-by-on = was { $speaker } über { $topic } sagt
watch-voices = wer zu { $topic } zum ersten Mal zitiert wird
watch-articles = Artikel, die hereinkommen
watch-articles-on = Artikel zu { $topic }, die hereinkommen
watch-answer = eine andere Antwort auf „{ $topic }“
watch-called = Beobachtung { $number }: { $what }
watch-late = Seit { $since } konnte ich nicht nachsehen; was inzwischen hereinkam, steht hier.
watch-changed-first = Ein anderes Zitat steht vorn als zuvor.
watch-changed-figures = Ihre Zahlen oder Positionen sind andere als zuvor.
watch-changed-declined = Meine Quellen beantworten das nicht mehr.
watch-made = Von nun an erfährt dieser Kanal: { $what } ({ $often }). /watch list zeigt, was hier beobachtet wird, /watch remove beendet es.
watch-at-once = sofort
watch-daily = einmal am Tag
watch-paused = angehalten
watch-no-channel = angehalten, weil ich dort nicht schreiben kann
watch-none = Hier wird nichts beobachtet. Beginne mit /watch quotes oder /watch articles.
watch-list = Hier wird beobachtet:
watch-is-paused = Angehalten: { $what }. Was inzwischen hereinkommt, wird nicht gemeldet.
watch-goes-on = Von nun an wieder beobachtet: { $what }.
watch-removed = Nicht mehr beobachtet: { $what }.
fail-no-watch = Eine solche Beobachtung gibt es hier nicht. Wähle eine aus der Liste, die erscheint.
fail-watch-nothing = Sag, worüber oder wessen Worte. Um von jedem Sprecher einmal zu erfahren, sag, worüber, und nenne keinen Sprecher.
fail-watch-too-long = Das ist zu lang zum Beobachten; höchstens { $most } Zeichen.
fail-too-many-watches = Hier gibt es schon { $most } Beobachtungen, mehr dürfen es nicht sein. Entferne eine mit /watch remove.
fail-watch-no-member = Melden kann ich nur, wohin ich eingeladen wurde, oder in einer Direktnachricht mit mir.
audit-watched = begann zu beobachten: { $what }
audit-unwatched = beobachtet nicht mehr: { $what }
command-watch = Erfahren, wenn etwas hereinkommt
command-watch-quotes = Diesem Kanal sagen, wenn jemand zitiert wird
command-watch-articles = Diesem Kanal sagen, welche Artikel hereinkommen, jeden mit zwei Zitaten
command-watch-list = Zeigen, was hier beobachtet wird
command-watch-pause = Eine Beobachtung anhalten oder fortsetzen; was inzwischen hereinkommt, wird nicht gemeldet
command-watch-remove = Eine Beobachtung entfernen
option-watch-quotes-about = Worüber; sonst über alles
option-watch-quotes-speaker = Wessen Worte; sonst die von jedermann
option-watch-quotes-voices = Alles, was gesagt wird, oder jeden Sprecher einmal, der dazu noch nicht zitiert wurde
option-watch-quotes-when = Sofort oder einmal am Tag zusammen
option-watch-articles-about = Worüber; sonst alle
option-watch-articles-when = Sofort oder einmal am Tag zusammen
option-watch-pause-watch = Die Beobachtung, die anzuhalten oder fortzusetzen ist
option-watch-remove-watch = Die Beobachtung, die zu entfernen ist

# Vorschläge unter einer Antwort

next-said = Was hat { $speaker } gesagt?
next-counted-killed = Wie viele wurden getötet?
next-counted-wounded = Wie viele wurden verletzt?
next-counted-missing = Wie viele werden vermisst?
next-counted-detained = Wie viele wurden festgenommen?
next-counted-displaced = Wie viele wurden vertrieben?
next-denied = Wer hat es bestritten?
next-confirmed = Wer hat es bestätigt?

# A quote cited elsewhere

button-cite = Zitieren
cited-txt = Als Zeile:
cited-md = In Markdown:
cited-files = Das Zitat hängt an, in vier Formen.

# Day by day

what-when = was über { $topic } gesagt wurde, Tag für Tag
what-when-by = was { $speaker } über { $topic } gesagt hat, Tag für Tag
command-timeline = Zeigen, was zu etwas Tag für Tag gesagt wurde, mit den Zahlen eines jeden
option-timeline-about = Worüber
option-timeline-speaker = Wessen Worte; sonst die von jedermann
option-timeline-private = Nur dir zeigen

# Articles to choose from

newest = **Das Neueste, was ich dazu habe:**
pick-article = Einen Artikel öffnen

# What was added

button-undo = Rückgängig
button-add-source = Quelle hinzufügen
add-source-title = Quelle hinzufügen
add-source-links = Links, einer je Zeile
add-source-hint = Seiten, Feeds, Sitemaps, PDFs
add-source-documents = Dokumente
statements-read = { $count ->
    [one] eine Aussage
   *[other] { $count } Aussagen
}
