"""What the server of parser processes has loaded before it forks the first: the parsers, their patterns compiled.

Importing this reads one small page, which fills the caches that each process would otherwise fill anew.
"""

from index.sources.documents import Document, Filing, Kind
from index.sources.formats.registry import parse

PAGE = b"""<html lang="en"><head><title>Bridge reopens | The Lantern</title>
<meta property="article:modified_time" content="2023-09-04T08:00:00Z"><meta name="description" content="none">
<script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bridge"}</script></head>
<body><article><h1>Bridge reopens</h1><time>4 September 2023</time>
<p>The bridge at Brey was opened again on Monday, four months after the flood that had taken its middle pier.</p>
<p>Read also: How the pier was built. By Tomas Reik, 3.9.2023</p></article></body></html>"""

parse(Document("warm-up", "warm-up.html", PAGE, Kind.PAGE, "https://lantern.example/2023/09/04/bridge"), Filing())
