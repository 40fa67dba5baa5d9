# Respuestas

asked = Pregunta: { $question }
about = Sobre: { $it }
untimely = Nada de esto consta que sea del tiempo preguntado: { $it }
unsaid = Ninguna de estas palabras consta que sea de: { $it }
uncounted = Ninguna cifra de aquí consta que sea la que se pregunta: { $it }
declined = **Las fuentes que tengo no responden a esto.**
declined-empty = **Eso no pregunta nada que pueda buscar.** Pregunta por algo de las noticias: quién dijo qué, cuándo, cuántos.
declined-too-long = **Es demasiado largo para una pregunta.** Pregunta en una o dos frases.
declined-nothing = **Mis fuentes no contienen nada sobre esto.**
declined-language = **Aquí no hay nada en el idioma de su pregunta.** Lo que tengo está en inglés; pregunte en inglés para buscarlo.
declined-not-admitted = **Aquí no hay nada de ese medio, esa persona o ese tiempo.** Pregunta sin ello para ver lo que hay.
which = **¿A cuál de estos te refieres?** Abre uno, o pregunta de nuevo con unas palabras suyas.
nearest = Lo más cercano que encontré, no es una respuesta
too-long = *Este pasaje es demasiado largo para mostrarlo entero; abre la fuente para leerlo.*
withdrawn-quote = *Aquí había una cita. Se retiró: su artículo ya no está en la biblioteca.*
page-of = Página { $page } de { $pages }
more-in-sources = Hay más; abre las fuentes para seguir leyendo.
welcome = **Respondo preguntas sobre las noticias citándolas**, palabra por palabra: quién lo dijo, quién lo publicó, cuándo. Si mis fuentes no lo dicen, lo digo.
    Mencióneme con una pregunta, o use /ask. Para comprobar una cita: /verify, o el menú de un mensaje: Aplicaciones › Check this quote.
holds = Mi biblioteca tiene aquí { $count ->
    [one] un artículo
   *[other] { $count } artículos
}.
holds-months = De { $first } a { $last }.
holds-publishers = Publicados por { $names }{ $more ->
    [0] .
   *[other] {" "}y { $more } más.
}
holds-nothing = Mi biblioteca está vacía aquí. Quien gestiona el servidor puede añadir con /library add.
example = ¿Qué se sabe de «{ $title }»?
mention-me = Solo puedo leer un mensaje si se me menciona a mí, no a mi rol: { $me }
is-this-true = es verdad | es cierto | es esto verdad | es esto cierto | verdad | cierto | de verdad | verifica | verifica esto | dijo eso
about-above = Sobre el mensaje de arriba
fail-unread-above = No puedo leer el mensaje de arriba. Use su menú: Aplicaciones › Check this quote.
fail-gone = Esta respuesta ya no se conserva o se mostró en otro lugar. Vuelve a preguntar.
fail-withdrawn = Sus fuentes ya no están en la biblioteca.

# Quién lo dijo

credit-unnamed = no se nombra a quien lo dijo
credit-article = el artículo
credit-indirect = referido, no es cita literal
credit-relay = a través de { $it }
credit-heading = de un título
credit-caption = de un pie de foto
credit-page = p. { $it }
credit-time = en { $it }
passage = pasaje
at-source = en la fuente
credit-no_publisher = medio no indicado
credit-self_described = dice de sí mismo: { $it }
credit-also_in = también en { $it }
credit-changed = modificado desde entonces en su fuente
account-by-article = el artículo, { $publisher }
untitled = sin título
date-not-stated = sin fecha en la página
date-by-caption = hacia el { $day } (por un pie de foto)
date-by-address = hacia el { $day } (por su dirección)

# Qué cuentan las cifras y qué postura se adopta

count-killed = muertos
count-bodies-found = cuerpos hallados
count-wounded = heridos
count-taken-to-hospital = trasladados al hospital
count-missing = desaparecidos
count-detained = detenidos
count-displaced = desplazados
count-figure = cifra
count-of-them = de ellos, { $counts }
count-denies = niega
count-asserts = afirma
count-unclear = no está claro

# Botones

button-back = Atrás
button-more = Más
button-share = Compartir
button-helpful = Útil
button-wrong = Incorrecta
button-alone = Buscar en todo
button-delete = Eliminar
button-whole = Artículo completo
button-said = Declaraciones que contiene
pick-quote = Contexto y fuente de una cita
context-heading = La cita con las frases que la rodean
context-before = Antes
context-quote = **La cita**
context-after = Después
thanks = Gracias. Eso ayuda a encontrar lo que falta.
fail-not-yours = Solo quien preguntó, o alguien de moderación, puede eliminar esta respuesta.
fail-shared = Esta respuesta ya se compartió.
shared-by = Compartido desde una respuesta privada
wrong-title = ¿Qué es incorrecto?
wrong-label = En pocas palabras, si quieres
wrong-hint = La moderación del servidor puede leer esto, pero no ver quién lo escribió.

# Verificación

draft = **{ $count } citas comprobadas, { $bad } por revisar.**
verdict-exact = **Exacta.** Estas mismas palabras están en la biblioteca.
verdict-typography = **Exacta, salvo la tipografía.** Solo difieren signos, guiones o espacios.
verdict-shortened = **Abreviada.** Las palabras están ahí en este orden, en un mismo discurso; nada de lo omitido cambia su sentido.
verdict-clipped = **Recortada.** Las palabras están ahí, pero lo que está justo al lado cambia su sentido: { $caveat }.
verdict-denied = **Desmentida.** Son las palabras de lo que alguien desmintió; la frase entera dice lo contrario.
verdict-too-short = **Demasiado corta.** Las palabras están ahí, pero tan pocas son de cualquiera.
verdict-not-named = **Sin nombre.** Las palabras están en la biblioteca, pero no se dice de quién son.
verdict-reported = **Dicho de esa persona, no por ella.** Las palabras están ahí, otro las dice de ella.
verdict-somebody-else = **Lo dijo otro.** Las palabras están en la biblioteca, pero no son de quien se indica.
verdict-altered = **Alterada.** En la biblioteca, estas palabras figuran de otro modo.
verdict-stitched = **Ensamblada.** Las palabras están en varios lugares, no juntas.
verdict-not-found = **No encontrada.** Nada en la biblioteca dice esto así. Aun así, puede haberse dicho.
caveat-negated = se niegan
caveat-conditional = valen con una condición
caveat-asked = se preguntan
caveat-doubted = se ponen en duda
caveat-claimed = solo se afirman
caveat-accused = otros acusan a alguien de haberlas dicho
caveat-denied = se desmienten
caveat-forged = se llaman falsificadas
caveat-rated-false = una verificación las llama falsas
checked = Verificado: { $text }
differs-added = no está ahí: «{ $claimed }»
differs-left-out = omitido: «{ $real }»
differs-changed = no «{ $claimed }», sino «{ $real }»
fail-no-text = Ese mensaje no contiene texto que verificar.
fail-no-words = Ese mensaje no contiene texto que buscar.

# Fuentes

fail-no-source = No tengo ninguna fuente con ese título o esa dirección. Elige una de la lista que aparece mientras escribes.
sources-on = Fuentes que hablan de **{ $topic }**:
sources-part = Sobre una parte de ello:
sources-none = Ninguna fuente habla de **{ $topic }**.
sources-in-words = las palabras de ese mensaje
said-nothing = **En mis fuentes no consta tal declaración.**
what-said = qué dijo { $speaker }
what-said-about = qué dijo { $speaker } sobre { $topic }
and-more = … y más.
said-in-none = **No pude reconocer ninguna declaración en este artículo.**
fail-bad-day = No puedo leer «{ $text }» como fecha. Escríbela así: 2024-04-10, 2024-04 o 2024.
fail-no-collection = Aquí no hay ninguna colección con ese nombre. Elige una de la lista que aparece.
day-today = hoy
day-yesterday = ayer
day-last-week = hace una semana
day-last-month = hace un mes
day-last-year = hace un año
collection-own = la propia de este servidor

# La biblioteca

fail-may-not-add = Solo los miembros que pueden gestionar este servidor, o que tienen un rol que puede añadir, pueden añadir a su biblioteca.
fail-may-not-remove = Solo los miembros que pueden gestionar este servidor, o que tienen un rol que puede quitar, pueden quitar algo de su biblioteca.
fail-may-not-follow = Solo los miembros que pueden gestionar este servidor, o que tienen un rol que puede seguir fuentes, pueden hacer eso.
fail-here-only = Eso es propio de un servidor; usa este comando en uno.
fail-not-managing = Solo los miembros que pueden gestionar este servidor pueden hacer eso.
fail-nothing-given = Dame un enlace o un archivo adjunto que añadir.
fail-no-link = Eso no es un enlace. Un enlace empieza por https:// o http://.
fail-no-links = Ese mensaje no contiene ni enlaces ni archivos adjuntos.
fail-no-article = La biblioteca de este servidor no tiene ese artículo. Elige uno de la lista que aparece.
button-remove = Quitar
library-remove = ¿Quitar **{ $title }**, con { $count ->
    [one] la declaración que contiene
   *[other] las { $count } declaraciones que contiene
}? Las respuestas que lo citan dirán que se retiró.
library-removed = { $count ->
    [one] Quitado: un artículo, con todo lo suyo.
   *[other] Quitados: { $count } artículos, con todo lo suyo.
}
library-empty = La biblioteca de este servidor está vacía. Añade contenido con /library add.
library-head = { $count ->
    [one] Un artículo:
   *[other] { $count } artículos, primero los más recientes:
}
library-so-far = Sigo añadiendo; este es el balance hasta ahora. { $counts }
library-counts = Añadidos: { $added }; reemplazados: { $replaced }; sin cambios: { $unchanged }; omitidos: { $skipped }.
library-counted = { $count ->
    [one] Un artículo
   *[other] { $count } artículos
} con { $statements ->
    [one] una declaración
   *[other] { $statements } declaraciones
} en la biblioteca propia de este servidor.
library-public = También se citan aquí, de las colecciones públicas: { $names }
library-adding = En este momento se está añadiendo algo.
feeds-none = No se sigue ningún feed. Sigue uno con /library feeds.
feeds-head = Feeds que sigue este servidor:
feed-line = { $title }: { $outcome }
feed-not-polled = aún sin consultar
feed-followed = Feed seguido: { $title }. Lo que traiga se añadirá desde ahora, a partir de los próximos minutos.
feed-untitled = un feed sin título
feed-unfollowed = El feed ya no se sigue. Sus artículos se conservan.
fail-no-feed = Este servidor no sigue ese feed. Elige uno de la lista que aparece.
fail-unread-feed = No lo sigo, porque no pude leerlo: { $why }

# Configuración de un servidor

settings-head = **Cómo me comporto en este servidor**
settings-channels = Canales donde puedo responder
settings-channels-none = Cualquier canal
settings-forums = Foros cuyas publicaciones respondo sin que me mencionen
settings-forums-none = Ninguno
settings-threads = Canales en cuyos hilos respondo sin que me mencionen
settings-threads-none = Ninguno
settings-roles = Roles que pueden añadir a la biblioteca
settings-roles-none = Solo los miembros que pueden gestionar este servidor
settings-removers = Roles que pueden quitar artículos de la biblioteca
settings-removers-none = Solo los miembros que pueden gestionar este servidor
settings-followers = Roles que pueden seguir fuentes y dejar de seguirlas
settings-followers-none = Solo los miembros que pueden gestionar este servidor
settings-collections = Colecciones públicas que puedo citar aquí
settings-language = Idioma de mis propias palabras
settings-language-own = El de cada lector
settings-private = Las respuestas a comandos son privadas, salvo que se pida lo contrario
settings-public = Las respuestas a comandos son públicas, salvo que se pida lo contrario
settings-keeps = Las preguntas sin respuesta se guardan 30 días para /gaps, sin registrar quién preguntó
settings-keeps-not = No se guarda ninguna pregunta
settings-button-private = Hacer privadas las respuestas
settings-button-public = Hacer públicas las respuestas
settings-button-keep = Guardar las preguntas sin respuesta
settings-button-keep-not = No guardar preguntas
fail-elsewhere = Solo respondo en { $channels }.

# Lagunas y registro

gaps-off = Este servidor no guarda preguntas. Actívalo con /settings para ver aquí lo que no pude responder.
gaps-none = No hay nada que no haya podido responder en los últimos 30 días.
gaps-head = Lo que no pude responder en los últimos 30 días, primero lo más reciente:
gaps-judged = Respuestas marcadas como útiles: { $helpful }; marcadas como incorrectas: { $wrong }
gaps-note = marcada como incorrecta: { $note }
gaps-answer = la respuesta
gaps-quoted = citaba: { $title }
gaps-nearest = lo más cercano: { $title }
pick-gap = Repite una pregunta o añade una fuente para ella
button-gap-filled = Ya no es un vacío
gap-filled = Ya no está en la lista.
audit-none = Aquí aún no se ha añadido ni eliminado nada.
audit-head = Lo que se ha añadido y eliminado aquí, primero lo más reciente:
audit-line = { $when } · { $who } · { $what }
audit-added = añadió { $count } de { $what }
audit-removed = eliminó { $what }
audit-followed = empezó a seguir { $what }
audit-unfollowed = dejó de seguir { $what }
audit-settings = cambió la configuración
audit-somebody = alguien que pidió ser olvidado

# Privacidad

privacy = **Qué guardo**
    - De una respuesta: en qué lugar de la biblioteca están sus citas, en qué canal se mostró y que tú preguntaste, durante 30 días, para que funcionen sus botones. Ni sus palabras ni tu pregunta.
    - Si una respuesta te pareció útil o incorrecta, con la nota que escribiste a la moderación, durante 30 días.
    - { $questions }
    - Quién añadió contenido a la biblioteca de un servidor o lo quitó de ella, siguió fuentes o cambió los ajustes, para su moderación, durante un año.
    - Lo que se vigila, dónde se dice y quién lo pidió, hasta que se quite; de lo dicho, solo sumas de control.
    Solo leo los mensajes que se dirigen a mí. /privacy delete elimina lo que guardo sobre ti.
privacy-questions-kept = Este servidor ha optado por guardar durante 30 días las preguntas que no pude responder, sin registrar quién preguntó.
privacy-questions-not-kept = No se guarda ninguna pregunta.
privacy-deleted = Eliminado: { $answers ->
    [one] los lugares de una respuesta
   *[other] los lugares de { $answers } respuestas
}, { $judgements ->
    [one] una marca
   *[other] { $judgements } marcas
} de útil o incorrecta, { $watches ->
    [one] una vigilancia tuya
   *[other] { $watches } vigilancias tuyas
}. Tu nombre se ha retirado de lo que ve la moderación de los servidores.

# Qué salió mal

fail-broken = Algo falló por mi parte, así que no tengo respuesta. Vuelve a preguntar más tarde.
fail-library = Quien me opera debe atender mi biblioteca antes de que yo pueda volver a responder.
fail-unreachable = Ahora mismo no puedo acceder a mi biblioteca, lo que no dice nada de lo que contiene. Vuelve a preguntar dentro de un minuto.
fail-busy = Hay demasiadas preguntas en espera en este momento. Vuelve a preguntar en un minuto.
fail-slow = Eso tardó demasiado, así que dejé de buscar. Vuelve a preguntar, o acota más la pregunta.
fail-died = Algo falló mientras buscaba eso. Vuelve a preguntar.
fail-differs = Una respuesta difería de sus fuentes, así que no se envió.
fail-crowding = Tus últimas preguntas siguen en espera, así que no atiendo esta. Espera sus respuestas.
fail-being-changed = Otra persona está modificando la biblioteca en este momento. Inténtalo de nuevo en unos minutos.
fail-change = Eso no funcionó. Quien opera el bot encontrará el motivo en el registro de este.
fail-change-slow = Eso tardó más de una hora, así que lo detuve. Lo añadido hasta entonces se conserva.
fail-stopping = Me están reiniciando en este momento. Vuelve a preguntar en un minuto.
fail-right = No puedo responder en { $channel }: allí me falta el permiso «{ $right }». Puede dármelo quien gestione el servidor.
right-send_messages = Enviar mensajes
right-send_messages_in_threads = Enviar mensajes en hilos
right-view_channel = Ver canal
job-ended = Tu tarea en { $server } ha terminado:

# Comandos (solo traducidos; el inglés está en el código). Discord admite como máximo 100 caracteres en cada uno.

command-ask = Pregunta sobre las noticias; la respuesta se compone de citas.
option-question = Qué quieres saber
option-publisher = Solo artículos de este medio
option-ask-speaker = Solo lo que dijo esta persona o entidad
option-since = Solo artículos de este día o posteriores: 2024-04-10, 2024-04, 2024
option-until = Solo artículos de este día o anteriores
option-collection = Solo esta colección
option-private = Mostrarlo solo a ti
command-source = Muestra un artículo: sus pasajes y las declaraciones que contiene.
option-article = Título o enlace del artículo
command-sources = Enumera los artículos que hablan de un tema.
option-topic = De qué deben hablar los artículos
command-statements = Muestra lo que alguien dijo sobre algo, en orden cronológico y en todos los medios.
option-statements-speaker = De quién son las palabras
option-about = Sobre qué; si se omite, sobre cualquier cosa
command-help = Decir qué sé hacer, qué contiene aquí mi biblioteca, y dar ejemplos.
command-verify = Verifica, palabra por palabra, si algo se dijo.
option-text = Las palabras tal como se atribuyen
option-verify-speaker = A quién se le atribuyen
command-settings = Elige cómo se comporta el bot en este servidor.
command-gaps = Muestra lo que no se pudo responder aquí, sin indicar quién preguntó.
command-audit = Muestra quién añadió a la biblioteca de este servidor y quién eliminó de ella.
command-library = La biblioteca propia de este servidor
command-library-add = Añade artículos a la biblioteca de este servidor.
option-link = Dirección de una página, un feed, un sitemap o un PDF
option-attachment = Un documento: PDF, Word, EPUB, HTML, texto, CSV, ZIP…
command-library-remove = Elimina un artículo de la biblioteca de este servidor, con todo lo asociado.
command-library-list = Enumera lo que hay en la biblioteca de este servidor, primero lo más reciente.
command-library-about = Decir qué se puede citar aquí: cuántos artículos, de cuándo, de quién, y los más recientes.
command-library-status = Indica cuánto contiene la biblioteca de este servidor y qué traen los feeds.
command-library-feeds = Sigue feeds o enumera los que se siguen.
option-follow = Dirección de un feed que seguir
option-unfollow = Un feed que dejar de seguir
command-privacy = Qué guarda el bot y cómo hacer que lo olvide
command-privacy-show = Indica qué guarda el bot.
command-privacy-delete = Elimina lo que el bot guarda sobre ti; los botones de tus respuestas anteriores dejan de funcionar.
menu-find-sources = Buscar fuentes
menu-check-this-quote = Verificar esta cita
menu-add-to-library = Añadir a la biblioteca

# Vigilar

button-watch = Vigilar
watch-on = lo que se dice sobre { $topic }
watch-by = lo que dice { $speaker }
watch-by-on = lo que dice { $speaker } sobre { $topic }
watch-voices = a quién se cita por primera vez sobre { $topic }
watch-articles = los artículos que llegan
watch-articles-on = los artículos sobre { $topic } que llegan
watch-answer = otra respuesta a «{ $topic }»
watch-called = Vigilancia { $number }: { $what }
watch-late = Desde { $since } no pude mirar; lo que llegó entretanto se dice ahora.
watch-changed-first = Otra cita va primero que antes.
watch-changed-figures = Sus cifras o posturas son otras que antes.
watch-changed-declined = Mis fuentes ya no lo responden.
watch-made = Desde ahora este canal sabrá: { $what } ({ $often }). /watch list muestra lo que se vigila aquí, /watch remove lo termina.
watch-at-once = enseguida
watch-daily = una vez al día
watch-paused = en pausa
watch-no-channel = en pausa, porque no puedo escribir allí
watch-none = Aquí no se vigila nada. Empieza con /watch quotes o /watch articles.
watch-list = Aquí se vigila:
watch-is-paused = En pausa: { $what }. Lo que llegue entretanto no se dirá.
watch-goes-on = Se vigila de nuevo, desde ahora: { $what }.
watch-removed = Ya no se vigila: { $what }.
fail-no-watch = Aquí no hay tal vigilancia. Elige una de la lista que aparece.
fail-watch-nothing = Di sobre qué, o las palabras de quién. Para saber de cada hablante una vez, di sobre qué y no nombres a ninguno.
fail-watch-too-long = Es demasiado largo para vigilarlo; { $most } caracteres como máximo.
fail-too-many-watches = Aquí ya hay { $most } vigilancias, y no puede haber más. Quita una con /watch remove.
fail-watch-no-member = Solo puedo avisar donde me invitaron, o en un mensaje directo conmigo.
audit-watched = empezó a vigilar: { $what }
audit-unwatched = dejó de vigilar: { $what }
command-watch = Saber cuándo llega algo
command-watch-quotes = Decir a este canal cuándo se cita a alguien
command-watch-articles = Decir a este canal qué artículos llegan, cada uno con dos citas
command-watch-list = Mostrar lo que se vigila aquí
command-watch-pause = Pausar una vigilancia o seguir con ella; lo que llega entretanto no se dice
command-watch-remove = Quitar una vigilancia
option-watch-quotes-about = Sobre qué; si falta, sobre todo
option-watch-quotes-speaker = Las palabras de quién; si falta, de cualquiera
option-watch-quotes-voices = Todo lo que se dice, o una vez a cada hablante que no se había citado sobre ello
option-watch-quotes-when = Enseguida, o junto una vez al día
option-watch-articles-about = Sobre qué; si falta, todos
option-watch-articles-when = Enseguida, o junto una vez al día
option-watch-pause-watch = La vigilancia que se pausa o se sigue
option-watch-remove-watch = La vigilancia que se quita

# Propuestas debajo de una respuesta

next-said = ¿Qué dijo { $speaker }?
next-counted-killed = ¿Cuántos murieron?
next-counted-wounded = ¿Cuántos resultaron heridos?
next-counted-missing = ¿Cuántos siguen desaparecidos?
next-counted-detained = ¿A cuántos se detuvo?
next-counted-displaced = ¿Cuántos fueron desplazados?
next-denied = ¿Quién lo negó?
next-confirmed = ¿Quién lo confirmó?

# A quote cited elsewhere

button-cite = Citar
cited-txt = En una línea:
cited-md = En Markdown:
cited-files = La cita va adjunta, en cuatro formas.

# Day by day

what-when = lo que se dijo sobre { $topic }, día a día
what-when-by = lo que { $speaker } dijo sobre { $topic }, día a día
command-timeline = Mostrar lo que se dijo sobre algo día a día, con las cifras de cada uno
option-timeline-about = Sobre qué
option-timeline-speaker = Las palabras de quién; si falta, de cualquiera
option-timeline-private = Mostrártelo solo a ti

# Articles to choose from

newest = **Lo más reciente que tengo de eso:**
pick-article = Abrir un artículo

# What was added

button-undo = Deshacer
button-add-source = Añadir una fuente
add-source-title = Añadir una fuente
add-source-links = Enlaces, uno por línea
add-source-hint = Páginas, feeds, sitemaps, PDF
add-source-documents = Documentos
statements-read = { $count ->
    [one] una declaración
   *[other] { $count } declaraciones
}
