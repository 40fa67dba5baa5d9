"""What publishers are called: one name for the several that their sites give, never a guess from the text.

A known publisher's name belongs to its own hosts; on any other it is what a document says of itself.
"""

import re
import unicodedata
from collections.abc import Mapping
from urllib.parse import urlsplit

NAMES: Mapping[str, str] = {
    "apnews.com": "Associated Press", "reuters.com": "Reuters", "afp.com": "AFP", "bbc.com": "BBC News",
    "bbc.co.uk": "BBC News", "theguardian.com": "The Guardian", "nytimes.com": "The New York Times",
    "washingtonpost.com": "The Washington Post", "wsj.com": "The Wall Street Journal", "aljazeera.com": "Al Jazeera",
    "cnn.com": "CNN", "edition.cnn.com": "CNN", "ft.com": "Financial Times", "lemonde.fr": "Le Monde",
    "spiegel.de": "Der Spiegel", "elpais.com": "El País", "faz.net": "Frankfurter Allgemeine Zeitung",
    "dw.com": "Deutsche Welle", "france24.com": "France 24", "npr.org": "NPR", "bloomberg.com": "Bloomberg",
    "economist.com": "The Economist", "latimes.com": "Los Angeles Times", "usatoday.com": "USA Today",
    "independent.co.uk": "The Independent", "telegraph.co.uk": "The Telegraph", "politico.com": "Politico",
    "politico.eu": "Politico", "euronews.com": "Euronews", "tass.com": "TASS", "rt.com": "RT",
    "xinhuanet.com": "Xinhua", "aa.com.tr": "Anadolu Agency", "kyivindependent.com": "The Kyiv Independent",
    "haaretz.com": "Haaretz", "timesofisrael.com": "The Times of Israel", "scmp.com": "South China Morning Post",
    "thehindu.com": "The Hindu", "sueddeutsche.de": "Süddeutsche Zeitung", "zeit.de": "Die Zeit",
    "lefigaro.fr": "Le Figaro", "elmundo.es": "El Mundo", "abc.net.au": "ABC News (Australia)", "cbc.ca": "CBC",
}  # fmt: skip
"""By host. A newspaper's edition or slogan in its site's name would else make several publishers of one."""
HOST = re.compile(r"^https?://(?:www\.|m\.|amp\.)?([^/:?#]+)", re.I)
SLOGAN = re.compile(r"\s+[|–—:•-]\s+.*$")


ALSO_CALLED = ("AP", "AP News", "Agence France-Presse", "BBC", "NYT", "WSJ", "Guardian", "dpa", "EFE", "ANSA", "UPI",
               "Press Trust of India", "Kyodo", "Yonhap", "PA Media", "Russia Today", "El Pais", "FAZ")  # fmt: skip
"""Further names of known publishers, whoever's hosts they are not."""
BESIDE_NAME = frozenset("the news online agency com official desk wire breaking world international live".split())
"""Words beside a publisher's name that make no other publisher of it."""
SMALL_CAPITAL = re.compile("LATIN LETTER SMALL CAPITAL ([A-Z])")
UNSEEN, UNSEEN_KINDS = frozenset("\u115f\u1160"), frozenset({"Mn", "Me", "Cf"})
"""What stands in a name and cannot be seen: fillers; and marks on letters, variants and joiners."""
LATIN, LOOKALIKES = "LATIN", frozenset({"CYRILLIC", "GREEK", "CHEROKEE", "ARMENIAN"})


def publisher_name(site: str, url: str) -> str:
    """Return the publisher of a page by its host, else by its site's own name; empty where it names none."""
    found = HOST.match(url or "")
    known = known_publisher(found.group(1) if found else "")
    if known:
        return known
    name = " ".join(site.split())
    return SLOGAN.sub("", name).lstrip("@") or name


def known_publisher(host: str) -> str:
    """Return the publisher that a host is known to be of, or nothing."""
    return next((NAMES[h] for h in _parents(host.lower()) if h in NAMES), "")


def is_anothers(name: str, host: str) -> bool:
    """Tell whether a name is that of a known publisher whose host this is not, or is made to look like one."""
    words = _skeleton(name)
    begins = any("".join(words[: n + 1]) in KNOWN for n in range(len(words)))
    return (begins and known_publisher(host) != name) or _mixes_scripts(name)


def is_host_of(url: str, host: str) -> bool:
    """Tell whether an address lies on a host, or on one below it."""
    named, bare = host_of(url), host.lower().removeprefix("www.")
    return bool(bare) and (named == bare or named.endswith(f".{bare}"))


def host_of(url: str) -> str:
    """Return the host that an address names, in small letters; nothing where it names none."""
    try:
        return (urlsplit(url).hostname or "").lower()
    except ValueError:
        return ""


def _skeleton(name: str) -> list[str]:
    """Return what is left of a name for comparing: words of plain small letters and digits, without those beside it."""
    plain = unicodedata.normalize("NFKD", name).casefold()
    bare = "".join(_plain(c) for c in plain if c not in UNSEEN and unicodedata.category(c) not in UNSEEN_KINDS)
    words: list[str] = re.findall(r"[^\W_]+", bare)
    return [w for w in words if w not in BESIDE_NAME] or words


def _plain(character: str) -> str:
    """Return the small letter that a small capital looks like."""
    capital = SMALL_CAPITAL.fullmatch(unicodedata.name(character, ""))
    return capital[1].lower() if capital else character


def _mixes_scripts(name: str) -> bool:
    scripts = {unicodedata.name(c, "").split(" ")[0] for c in name if c.isalpha()}
    return LATIN in scripts and bool(scripts & LOOKALIKES)


KNOWN = frozenset("".join(_skeleton(name)) for name in (*NAMES.values(), *ALSO_CALLED))


def _parents(host: str) -> list[str]:
    parts = host.split(".")
    return [".".join(parts[n:]) for n in range(len(parts) - 1)]
