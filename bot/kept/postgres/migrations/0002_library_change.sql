-- What is to be changed in the library by whichever ingest worker is free: words of a command, and what has come of it.
create table bot.library_change(
    number bigint generated always as identity primary key, whose text not null, words text not null,
    state text not null default 'waiting', tries int not null default 0, worker text not null default '',
    came text not null default '', failed text not null default '',
    made timestamptz not null default now(), seen timestamptz not null default now()
);
create index library_change_open on bot.library_change(number) where state in ('waiting', 'running');
