"""A stand-in for Discord on this machine: REST and gateway over real sockets, in a process of its own.

It drives an unmodified discord.py client, that of any bot: point `discord.http.Route.BASE` at `http://HOST:PORT/api/v10`
and `discord.gateway.DiscordWebSocket.DEFAULT_GATEWAY` at `ws://HOST:PORT/gateway` before the client starts;
`python -m tests.discord_server.launching PORT` does that for this project's bot, and `driving.py` starts both.

    world.py      what Discord holds: servers, channels, messages, interactions with their deadlines; pure, with a clock
    payloads.py   how that is written in events and answers
    faults.py     what goes wrong: which requests, how, before or after they took effect, how often or until when
    rest.py       the routes, with rate-limit buckets; every request is written down as it came
    gateway.py    hello, identify, resume with what was missed, heartbeats; told to drop, stall, or send op 7 and op 9
    control.py    what a test asks for: askers with planned arrivals, faults, gateway tricks, the record
    driving.py    the test's side: starts the stand-in and a bot, and speaks to `control`

What is kept to: an acknowledgement within three seconds (10062 after), one acknowledgement (40060), tokens of fifteen
minutes (50027), a `nonce` that is enforced, 2,000 and 4,000 characters. What is not there raises 404 with the route's
name in the record, so that a test can say that nothing was missing.
"""
