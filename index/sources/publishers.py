"""What publishers are called: one name for the several that their sites give, never a guess from the text."""

import re
from collections.abc import Mapping

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


def publisher_name(site: str, url: str) -> str:
    """Return the publisher of a page by its host, else by its site's own name; empty where it names none."""
    found = HOST.match(url or "")
    host = found.group(1).lower() if found else ""
    known = next((NAMES[h] for h in _parents(host) if h in NAMES), None)
    if known:
        return known
    name = " ".join(site.split())
    return SLOGAN.sub("", name).lstrip("@") or name


def _parents(host: str) -> list[str]:
    parts = host.split(".")
    return [".".join(parts[n:]) for n in range(len(parts) - 1)]
