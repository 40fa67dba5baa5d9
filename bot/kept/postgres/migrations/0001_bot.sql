-- What the bot keeps: servers' choices, what was shown and where, what is watched for. Of quotes places only, no words.
create table bot.guild(id bigint primary key, chosen text not null);
-- Which servers the bot is in, as its gateways tell; one of them looks at the feeds of all.
create table bot.served(guild bigint primary key, seen double precision not null);
create table bot.gap(
    number bigint generated always as identity primary key, guild bigint not null, question text not null,
    made double precision not null
);
create index gap_guild on bot.gap(guild, made);
create table bot.change(
    number bigint generated always as identity primary key, guild bigint not null, person bigint not null,
    did text not null, what text not null, count bigint not null, made double precision not null
);
create index change_guild on bot.change(guild);

create table bot.shown(
    key text primary key, what text not null, guild bigint, channel bigint not null, asker bigint not null,
    language text not null, places text not null, message bigint, made double precision not null,
    is_shared boolean not null default false
);
create index shown_same on bot.shown(asker, channel, what) where what = 'source';
create index shown_made on bot.shown(made);
create index shown_guild on bot.shown(guild);
create table bot.quoted(
    key text not null references bot.shown(key) on delete cascade, collection text not null, article text not null,
    primary key(key, collection, article)
);
create table bot.judgement(
    key text not null, guild bigint, person bigint not null, helpful boolean not null, note text not null,
    made double precision not null, primary key(key, person)
);
create index judgement_guild on bot.judgement(guild, made);

create table bot.watch(
    number bigint generated always as identity primary key, guild bigint, channel bigint not null,
    person bigint not null, language text not null, kind text not null, topic text not null, speaker text not null,
    only_new boolean not null, is_daily boolean not null, paused text not null, mark text not null,
    looked double precision not null, due double precision not null, first text not null, made double precision not null
);
create index watch_guild on bot.watch(guild);
create index watch_person on bot.watch(person);
create table bot.told(
    watch bigint not null references bot.watch(number) on delete cascade, sum text not null,
    made double precision not null, primary key(watch, sum)
);
create table bot.waiting(
    number bigint generated always as identity primary key,
    watch bigint not null references bot.watch(number) on delete cascade, place text not null,
    since double precision not null
);
create index waiting_watch on bot.waiting(watch);
