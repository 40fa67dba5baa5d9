# Réponses

asked = Question : { $question }
about = À propos de : { $it }
untimely = Rien ici n’est attesté pour la période demandée : { $it }
unsaid = Aucun de ces mots n’est attesté comme étant de : { $it }
uncounted = Aucun chiffre ici n’est attesté pour ce que vous demandez : { $it }
declined = **Les sources dont je dispose ne répondent pas à cette question.**
declined-empty = **Cela ne demande rien que je puisse chercher.** Posez une question sur l’actualité : qui a dit quoi, quand, combien.
declined-too-long = **C’est trop long pour une question.** Posez-la en une ou deux phrases.
declined-nothing = **Mes sources ne contiennent rien à ce sujet.**
declined-language = **Rien ici n’est dans la langue de votre question.** Ce que j’ai est en anglais ; demandez en anglais pour y chercher.
declined-not-admitted = **Rien ici n’est de ce média, de cette personne ou de cette époque.** Posez la question sans cela pour voir ce qu’il y a.
which = **Duquel s’agit-il ?** Ouvrez-en un, ou redemandez avec quelques-uns de ses mots.
nearest = Le plus proche que j’ai trouvé, pas une réponse
too-long = *Ce passage est trop long pour être affiché en entier ; ouvrez la source pour le lire.*
withdrawn-quote = *Une citation figurait ici. Elle a été retirée : son article n’est plus dans la bibliothèque.*
page-of = Page { $page } sur { $pages }
more-in-sources = Il y a une suite ; ouvrez les sources pour la lire.
welcome = **Je réponds aux questions sur l’actualité en la citant**, mot pour mot : qui l’a dit, qui l’a publié, quand. Si mes sources n’en disent rien, je le dis.
    Mentionnez-moi avec une question, ou utilisez /ask. Pour vérifier une citation : /verify, ou le menu d’un message : Applications › Check this quote.
holds = Ma bibliothèque contient ici { $count ->
    [one] un article
   *[other] { $count } articles
}.
holds-months = De { $first } à { $last }.
holds-publishers = Publiés par { $names }{ $more ->
    [0] .
   *[other] {" "}et { $more } autres.
}
holds-nothing = Ma bibliothèque est vide ici. Qui gère le serveur peut y ajouter avec /library add.
example = Que sait-on de « { $title } » ?
mention-me = Je ne peux lire un message que si je suis mentionné moi-même, pas mon rôle : { $me }
is-this-true = est ce vrai | c est vrai | est ce que c est vrai | vrai | vraiment | vérifie | vérifie ça | a t il dit ça | a t elle dit ça
about-above = À propos du message ci-dessus
fail-unread-above = Je ne peux pas lire le message ci-dessus. Utilisez son menu : Applications › Check this quote.
fail-gone = Cette réponse n’est plus conservée, ou a été affichée ailleurs. Veuillez reposer votre question.
fail-withdrawn = Ses sources ne sont plus dans la bibliothèque.

# Qui l’a dit

credit-unnamed = auteur des propos non nommé
credit-article = l’article
credit-indirect = rapporté, pas une citation directe
credit-relay = via { $it }
credit-heading = tiré d’un titre
credit-caption = tiré d’une légende
credit-page = p. { $it }
credit-time = à { $it }
passage = passage
at-source = à la source
credit-no_publisher = média non précisé
credit-self_described = dit de lui-même : { $it }
credit-also_in = aussi dans { $it }
credit-changed = modifié depuis à la source
account-by-article = l’article, { $publisher }
untitled = sans titre
date-not-stated = pas de date sur la page
date-by-caption = vers le { $day } (d’après une légende)
date-by-address = vers le { $day } (d’après son adresse)

# Ce que comptent les chiffres, et les positions prises

count-killed = tués
count-bodies-found = corps retrouvés
count-wounded = blessés
count-taken-to-hospital = hospitalisés
count-missing = disparus
count-detained = détenus
count-displaced = déplacés
count-figure = chiffre
count-of-them = dont { $counts }
count-denies = dément
count-asserts = affirme
count-unclear = incertain

# Boutons

button-back = Retour
button-more = Suite
button-share = Partager
button-helpful = Utile
button-wrong = Erronée
button-alone = Chercher partout
button-delete = Supprimer
button-whole = Article entier
button-said = Déclarations de l’article
pick-quote = Contexte et source d’une citation
context-heading = La citation et les phrases qui l’entourent
context-before = Avant
context-quote = **La citation**
context-after = Après
thanks = Merci. Cela aide à repérer ce qui manque.
fail-not-yours = Seuls l’auteur de la question et les modérateurs peuvent supprimer cette réponse.
fail-shared = Cette réponse a déjà été partagée.
shared-by = Partagé depuis une réponse privée
wrong-title = Qu’est-ce qui est erroné ?
wrong-label = En quelques mots, si vous le souhaitez
wrong-hint = Les modérateurs du serveur peuvent lire ce texte, mais pas savoir qui l’a écrit.

# Vérification

draft = **{ $count } citations vérifiées, { $bad } à revoir.**
verdict-exact = **Exact.** Ces mots mêmes figurent dans la bibliothèque.
verdict-typography = **Exact, à la typographie près.** Seuls des signes, des tirets ou des espaces diffèrent.
verdict-shortened = **Abrégé.** Les mots s’y trouvent dans cet ordre, dans un même discours ; rien de ce qui manque n’en change le sens.
verdict-clipped = **Tronqué.** Les mots s’y trouvent, mais ce qui se trouve juste à côté en change le sens : { $caveat }.
verdict-denied = **Démenti.** Ce sont les mots de ce que quelqu’un a démenti ; la phrase entière dit le contraire.
verdict-too-short = **Trop court.** Les mots s’y trouvent, mais si peu de mots sont ceux de tout le monde.
verdict-not-named = **Sans nom.** Ces mots figurent dans la bibliothèque, mais il n’y est pas dit de qui ils sont.
verdict-reported = **Dit de cette personne, pas par elle.** Les mots s’y trouvent, quelqu’un d’autre les dit d’elle.
verdict-somebody-else = **Dit par quelqu’un d’autre.** Ces mots figurent dans la bibliothèque, mais ne sont pas de l’auteur indiqué.
verdict-altered = **Altéré.** La bibliothèque donne ces propos en d’autres termes.
verdict-stitched = **Recomposé.** Ces mots figurent à plusieurs endroits, mais pas ensemble.
verdict-not-found = **Introuvable.** Rien de semblable dans la bibliothèque. Ces mots ont tout de même pu être prononcés.
caveat-negated = ils sont niés
caveat-conditional = ils valent sous condition
caveat-asked = ils sont demandés
caveat-doubted = ils sont mis en doute
caveat-claimed = ils ne sont qu’affirmés
caveat-accused = d’autres reprochent à quelqu’un de les avoir dits
caveat-denied = ils sont démentis
caveat-forged = ils sont dits falsifiés
caveat-rated-false = une vérification les dit faux
checked = Vérifié : { $text }
differs-added = absent de l’original : « { $claimed } »
differs-left-out = omis : « { $real } »
differs-changed = non pas « { $claimed } », mais « { $real } »
fail-no-text = Ce message ne contient aucun texte à vérifier.
fail-no-words = Ce message ne contient aucun texte à rechercher.

# Sources

fail-no-source = Je n’ai aucune source portant ce titre ou cette adresse. Choisissez-en une dans la liste qui s’affiche pendant la saisie.
sources-on = Sources qui évoquent **{ $topic }** :
sources-part = Sur une partie :
sources-none = Aucune source n’évoque **{ $topic }**.
sources-in-words = les termes de ce message
said-nothing = **Mes sources ne contiennent aucune déclaration de ce genre.**
what-said = qu’a dit { $speaker }
what-said-about = qu’a dit { $speaker } sur { $topic }
and-more = … et d’autres encore.
said-in-none = **Je n’ai relevé aucune déclaration dans cet article.**
fail-bad-day = « { $text } » n’est pas une date que je sais lire. Écrivez-la ainsi : 2024-04-10, 2024-04 ou 2024.
fail-no-collection = Aucune collection ne porte ce nom ici. Choisissez-en une dans la liste qui s’affiche.
day-today = aujourd’hui
day-yesterday = hier
day-last-week = il y a une semaine
day-last-month = il y a un mois
day-last-year = il y a un an
collection-own = celle de ce serveur

# La bibliothèque

fail-may-not-add = Seuls les membres autorisés à gérer ce serveur, ou dotés d’un rôle autorisé à ajouter, peuvent alimenter sa bibliothèque.
fail-may-not-remove = Seuls les membres autorisés à gérer ce serveur, ou dotés d’un rôle autorisé à retirer, peuvent retirer quelque chose de sa bibliothèque.
fail-may-not-follow = Seuls les membres autorisés à gérer ce serveur, ou dotés d’un rôle autorisé à suivre des flux, peuvent faire cela.
fail-here-only = Cela relève d’un serveur ; utilisez cette commande dans l’un d’eux.
fail-not-managing = Seuls les membres autorisés à gérer ce serveur peuvent faire cela.
fail-nothing-given = Donnez-moi un lien ou une pièce jointe à ajouter.
fail-no-link = Ce n’est pas un lien. Un lien commence par https:// ou http://.
fail-no-links = Ce message ne contient ni lien ni pièce jointe.
fail-no-article = Cet article n’est pas dans la bibliothèque de ce serveur. Choisissez-en un dans la liste qui s’affiche.
button-remove = Supprimer
library-remove = Supprimer **{ $title }**, avec { $count ->
    [one] la déclaration qu’il contient
   *[other] les { $count } déclarations qu’il contient
} ? Les réponses qui le citent diront qu’il a été retiré.
library-removed = { $count ->
    [one] Supprimé : un article, avec tout ce qui lui appartenait.
   *[other] Supprimés : { $count } articles, avec tout ce qui leur appartenait.
}
library-empty = La bibliothèque de ce serveur est vide. Alimentez-la avec /library add.
library-head = { $count ->
    [one] { $count } article :
   *[other] { $count } articles, du plus récent au plus ancien :
}
library-so-far = Ajout en cours, bilan provisoire. { $counts }
library-counts = Ajouts : { $added }, remplacements : { $replaced }, inchangés : { $unchanged }, ignorés : { $skipped }.
library-counted = { $count ->
    [one] { $count } article
   *[other] { $count } articles
} et { $statements ->
    [one] { $statements } déclaration
   *[other] { $statements } déclarations
} dans la bibliothèque propre à ce serveur.
library-public = Aussi citables ici, parmi les collections publiques : { $names }
library-adding = Un ajout est en cours.
feeds-none = Aucun flux n’est suivi. Suivez-en un avec /library feeds.
feeds-head = Flux suivis par ce serveur :
feed-line = { $title } : { $outcome }
feed-not-polled = pas encore consulté
feed-followed = Flux suivi : { $title }. Ce qu’il apporte sera désormais ajouté ; premiers ajouts d’ici quelques minutes.
feed-untitled = un flux sans titre
feed-unfollowed = Flux abandonné. Ses articles restent.
fail-no-feed = Ce serveur ne suit pas ce flux. Choisissez-en un dans la liste qui s’affiche.
fail-unread-feed = Je ne le suis pas, car je n’ai pas pu le lire : { $why }

# Paramètres d’un serveur

settings-head = **Mon comportement sur ce serveur**
settings-channels = Salons où je peux répondre
settings-channels-none = Tous les salons
settings-forums = Forums dont je réponds aux publications sans être mentionné
settings-forums-none = Aucun
settings-threads = Salons dans les fils desquels je réponds sans être mentionné
settings-threads-none = Aucun
settings-roles = Rôles autorisés à alimenter la bibliothèque
settings-roles-none = Seulement les membres autorisés à gérer ce serveur
settings-removers = Rôles autorisés à retirer des articles de la bibliothèque
settings-removers-none = Seulement les membres autorisés à gérer ce serveur
settings-followers = Rôles autorisés à suivre des flux et à ne plus les suivre
settings-followers-none = Seulement les membres autorisés à gérer ce serveur
settings-collections = Collections publiques que je peux citer ici
settings-language = Langue de mes propres mots
settings-language-own = Celle de chaque lecteur
settings-private = Les réponses aux commandes sont privées, sauf demande contraire
settings-public = Les réponses aux commandes sont publiques, sauf demande contraire
settings-keeps = Les questions sans réponse sont conservées 30 jours pour /gaps, sans indiquer qui les a posées
settings-keeps-not = Aucune question n’est conservée
settings-button-private = Rendre les réponses privées
settings-button-public = Rendre les réponses publiques
settings-button-keep = Conserver les questions sans réponse
settings-button-keep-not = Ne conserver aucune question
fail-elsewhere = Je ne réponds que dans { $channels }.

# Lacunes et journal

gaps-off = Ce serveur ne conserve aucune question. Activez cette option avec /settings pour voir ici celles auxquelles je n’ai pas pu répondre.
gaps-none = Aucune question n’est restée sans réponse ces 30 derniers jours.
gaps-head = Questions restées sans réponse ces 30 derniers jours, de la plus récente à la plus ancienne :
gaps-judged = Réponses jugées utiles : { $helpful }, jugées erronées : { $wrong }
gaps-note = jugée erronée : { $note }
gaps-answer = la réponse
gaps-quoted = elle citait : { $title }
gaps-nearest = le plus proche : { $title }
pick-gap = Reposer une question, ou ajouter une source pour elle
button-gap-filled = Plus une lacune
gap-filled = Elle n’est plus dans la liste.
audit-none = Rien n’a encore été ajouté ni supprimé ici.
audit-head = Ajouts et suppressions sur ce serveur, du plus récent au plus ancien :
audit-line = { $when } · { $who } · { $what }
audit-added = a ajouté { $count } depuis { $what }
audit-removed = a supprimé { $what }
audit-followed = a suivi { $what }
audit-unfollowed = ne suit plus { $what }
audit-settings = a modifié les paramètres
audit-somebody = une personne qui a demandé à être oubliée

# Confidentialité

privacy = **Ce que je conserve**
    - D’une réponse : l’emplacement de ses citations dans la bibliothèque, le salon où elle a été affichée et le fait que vous l’avez demandée, pendant 30 jours, pour que ses boutons fonctionnent. Ni ses mots, ni votre question.
    - Si vous avez jugé une réponse utile ou erronée, avec la note que vous avez écrite aux modérateurs, pendant 30 jours.
    - { $questions }
    - Qui a ajouté à la bibliothèque d’un serveur ou en a retiré, y a suivi des flux ou changé des réglages, à l’intention de ses modérateurs, pendant un an.
    - Ce qui est surveillé, où cela est dit et qui l’a demandé, jusqu’à ce qu’on le retire ; de ce qui a été dit, seulement des sommes de contrôle.
    Je ne lis que les messages qui me sont adressés. /privacy delete supprime ce que je détiens sur vous.
privacy-questions-kept = Ce serveur a choisi de conserver pendant 30 jours les questions auxquelles je n’ai pas pu répondre, sans indiquer qui les a posées.
privacy-questions-not-kept = Aucune question n’est conservée.
privacy-deleted = Supprimé : les emplacements de { $answers ->
    [one] { $answers } réponse
   *[other] { $answers } réponses
}, { $judgements ->
    [one] { $judgements } mention
   *[other] { $judgements } mentions
} « utile » ou « erronée », { $watches ->
    [one] { $watches } de vos veilles
   *[other] { $watches } de vos veilles
}. Votre nom est retiré de ce que voient les modérateurs des serveurs.

# Ce qui n’a pas marché

fail-broken = Une panne de mon côté m’empêche de répondre. Veuillez reposer votre question plus tard.
fail-library = Ma bibliothèque requiert une intervention de son exploitant avant que je puisse de nouveau répondre.
fail-unreachable = Je n’arrive pas à joindre ma bibliothèque pour l’instant, ce qui ne dit rien de ce qu’elle contient. Veuillez reposer votre question dans une minute.
fail-busy = Trop de questions sont en attente. Veuillez reposer la vôtre dans une minute.
fail-slow = La recherche prenait trop de temps, je l’ai interrompue. Veuillez reposer votre question, ou la préciser.
fail-died = Une panne est survenue pendant la recherche. Veuillez reposer votre question.
fail-differs = Une réponse différait de ses sources ; elle n’a donc pas été envoyée.
fail-crowding = Vos dernières questions sont encore en attente ; je laisse donc celle-ci de côté. Veuillez attendre leurs réponses.
fail-being-changed = Quelqu’un d’autre modifie la bibliothèque en ce moment. Veuillez réessayer dans quelques minutes.
fail-change = L’opération a échoué. L’exploitant du bot en trouvera la raison dans son journal.
fail-change-slow = L’opération a duré plus d’une heure, je l’ai interrompue. Ce qui a déjà été ajouté est conservé.
fail-stopping = Je suis en cours de redémarrage. Veuillez reposer votre question dans une minute.
fail-right = Je ne peux pas répondre dans { $channel } : il m’y manque la permission « { $right } ». Une personne qui gère le serveur peut me l’accorder.
right-send_messages = Envoyer des messages
right-send_messages_in_threads = Envoyer des messages dans les fils
right-view_channel = Voir le salon
job-ended = Votre tâche sur { $server } est terminée :

# Commandes (100 caractères au plus chacune ; noms de menu, 32)

command-ask = Poser une question sur l’actualité ; la réponse est faite de citations.
option-question = Ce que vous voulez savoir
option-publisher = Seulement les articles de ce média
option-ask-speaker = Seulement les propos de cette personne ou de cet organisme
option-since = Seulement les articles de ce jour ou d’après : 2024-04-10, 2024-04, 2024
option-until = Seulement les articles de ce jour ou d’avant
option-collection = Seulement cette collection
option-private = Ne montrer la réponse qu’à vous
command-source = Afficher un article : ses passages et les déclarations qu’il contient.
option-article = Titre ou lien de l’article
command-sources = Lister les articles qui évoquent un sujet.
option-topic = Le sujet que les articles doivent évoquer
command-statements = Afficher ce que quelqu’un a dit sur un sujet, par ordre chronologique, tous médias confondus.
option-statements-speaker = De qui sont les propos
option-about = À quel sujet ; tous les sujets si ce champ est vide
command-help = Dire ce que je sais faire, ce que contient ma bibliothèque ici, avec des exemples.
command-verify = Vérifier si quelque chose a été dit, mot pour mot.
option-text = Les mots tels qu’ils sont rapportés
option-verify-speaker = À qui ces mots sont prêtés
command-settings = Choisir le comportement du bot sur ce serveur.
command-gaps = Afficher les questions restées sans réponse ici, sans indiquer qui les a posées.
command-audit = Afficher qui a ajouté à la bibliothèque de ce serveur ou en a supprimé.
command-library = La bibliothèque propre à ce serveur
command-library-add = Ajouter des articles à la bibliothèque de ce serveur.
option-link = Adresse d’une page, d’un flux, d’un sitemap ou d’un PDF
option-attachment = Un document : PDF, Word, EPUB, HTML, texte, CSV, zip…
command-library-remove = Supprimer un article de la bibliothèque de ce serveur, avec tout ce qui s’y rattache.
command-library-list = Lister le contenu de la bibliothèque de ce serveur, du plus récent au plus ancien.
command-library-about = Dire ce qui peut être cité ici : combien d’articles, de quand, de qui, et les plus récents.
command-library-status = Indiquer ce que contient la bibliothèque de ce serveur et ce qu’apportent les flux.
command-library-feeds = Suivre des flux, ou lister ceux qui sont suivis.
option-follow = Adresse d’un flux à suivre
option-unfollow = Un flux à ne plus suivre
command-privacy = Ce que le bot conserve, et comment le faire oublier
command-privacy-show = Indiquer ce que le bot conserve.
command-privacy-delete = Supprimer ce que le bot détient sur vous ; les boutons de vos anciennes réponses ne marcheront plus.
menu-find-sources = Trouver des sources
menu-check-this-quote = Vérifier cette citation
menu-add-to-library = Ajouter à la bibliothèque

# Surveiller

button-watch = Surveiller
watch-on = ce qui se dit sur { $topic }
watch-by = ce que dit { $speaker }
watch-by-on = ce que dit { $speaker } sur { $topic }
watch-voices = qui est cité pour la première fois sur { $topic }
watch-articles = les articles qui arrivent
watch-articles-on = les articles sur { $topic } qui arrivent
watch-answer = une autre réponse à « { $topic } »
watch-called = Veille { $number } : { $what }
watch-late = Depuis { $since } je n’ai pas pu regarder ; ce qui est arrivé entre-temps est dit maintenant.
watch-changed-first = Une autre citation vient en premier qu’avant.
watch-changed-figures = Ses chiffres ou positions sont autres qu’avant.
watch-changed-declined = Mes sources n’y répondent plus.
watch-made = Désormais ce salon apprend : { $what } ({ $often }). /watch list montre ce qui est surveillé ici, /watch remove y met fin.
watch-at-once = aussitôt
watch-daily = une fois par jour
watch-paused = en pause
watch-no-channel = en pause, car je ne peux pas y écrire
watch-none = Rien n’est surveillé ici. Commencez par /watch quotes ou /watch articles.
watch-list = Surveillé ici :
watch-is-paused = En pause : { $what }. Ce qui arrive entre-temps n’est pas dit.
watch-goes-on = Surveillé de nouveau, à partir de maintenant : { $what }.
watch-removed = N’est plus surveillé : { $what }.
fail-no-watch = Il n’y a pas de telle veille ici. Choisissez-en une dans la liste qui apparaît.
fail-watch-nothing = Dites sur quoi, ou les paroles de qui. Pour apprendre chaque voix une fois, dites sur quoi et ne nommez personne.
fail-watch-too-long = C’est trop long pour être surveillé ; { $most } caractères au plus.
fail-too-many-watches = Il y a déjà { $most } veilles ici, et il ne peut y en avoir plus. Retirez-en une avec /watch remove.
fail-watch-no-member = Je ne peux prévenir que là où j’ai été invité, ou dans un message privé avec moi.
audit-watched = a commencé à surveiller : { $what }
audit-unwatched = ne surveille plus : { $what }
command-watch = Apprendre quand quelque chose arrive
command-watch-quotes = Dire à ce salon quand quelqu’un est cité
command-watch-articles = Dire à ce salon quels articles arrivent, chacun avec deux citations
command-watch-list = Montrer ce qui est surveillé ici
command-watch-pause = Mettre une veille en pause ou la reprendre ; ce qui arrive entre-temps n’est pas dit
command-watch-remove = Retirer une veille
option-watch-quotes-about = Sur quoi ; sinon sur tout
option-watch-quotes-speaker = Les paroles de qui ; sinon de n’importe qui
option-watch-quotes-voices = Tout ce qui se dit, ou une fois chaque personne qui n’y était pas encore citée
option-watch-quotes-when = Aussitôt, ou ensemble une fois par jour
option-watch-articles-about = Sur quoi ; sinon tous
option-watch-articles-when = Aussitôt, ou ensemble une fois par jour
option-watch-pause-watch = La veille à mettre en pause ou à reprendre
option-watch-remove-watch = La veille à retirer

# Propositions sous une réponse

next-said = Qu’a dit { $speaker } ?
next-counted-killed = Combien ont été tués ?
next-counted-wounded = Combien ont été blessés ?
next-counted-missing = Combien sont portés disparus ?
next-counted-detained = Combien ont été arrêtés ?
next-counted-displaced = Combien ont été déplacés ?
next-denied = Qui l’a démenti ?
next-confirmed = Qui l’a confirmé ?

# A quote cited elsewhere

button-cite = Citer
cited-txt = En une ligne :
cited-md = En Markdown :
cited-files = La citation est jointe, sous quatre formes.

# Day by day

what-when = ce qui a été dit sur { $topic }, jour après jour
what-when-by = ce que { $speaker } a dit sur { $topic }, jour après jour
command-timeline = Montrer ce qui a été dit jour après jour, avec les chiffres de chacun
option-timeline-about = Sur quoi
option-timeline-speaker = Les paroles de qui ; sinon de n’importe qui
option-timeline-private = Ne le montrer qu’à vous

# Articles to choose from

newest = **Le plus récent que j’ai là-dessus :**
pick-article = Ouvrir un article

# What was added

button-undo = Annuler
button-add-source = Ajouter une source
add-source-title = Ajouter une source
add-source-links = Liens, un par ligne
add-source-hint = Pages, flux, sitemaps, PDF
add-source-documents = Documents
statements-read = { $count ->
    [one] { $count } déclaration
   *[other] { $count } déclarations
}
