"""On Record's newsroom: from documents to answers made of quotes. This is its front door.

Its names are listed in `__init__.pyi`; what stands behind one is imported when it is first asked for, so that a
command's help waits for nothing.
"""

import lazy_loader

__getattr__, __dir__, __all__ = lazy_loader.attach_stub(__name__, __file__)
