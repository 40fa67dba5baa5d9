-- The truth: articles with all that belongs to them. Days and names compare as bytes, as they do in the library file.
create table library.manifest(key text collate "C" primary key, value text not null);
create table library.collection(name text collate "C" primary key);

create sequence library.article_number;
create table library.article(
    number bigint primary key default nextval('library.article_number'),
    collection text collate "C" not null references library.collection(name), id text collate "C" not null,
    title text collate "C" not null, publisher text collate "C" not null, author text not null,
    url text collate "C" not null, language text not null, published text collate "C", published_basis text not null,
    text text not null, blocks text not null, sha256 text not null, pages text not null, self_described text not null,
    added timestamptz not null default clock_timestamp(), unique(collection, id)
);
create index article_publisher on library.article(collection, publisher);
create index article_day on library.article(collection, published);
create index article_added on library.article(collection, added);
create index article_url on library.article(url);
create index article_title on library.article(md5(title));

create sequence library.passage_number;
create table library.passage(
    number bigint primary key, article bigint not null references library.article(number) on delete cascade,
    collection text collate "C" not null, start int not null, "end" int not null, sentences text not null,
    kind text not null, vector bytea not null
);
create index passage_article on library.passage(article);
create index passage_collection on library.passage(collection);

create sequence library.statement_number;
create table library.statement(
    number bigint primary key, article bigint not null references library.article(number) on delete cascade,
    collection text collate "C" not null, start int not null, "end" int not null, act text not null,
    speech text not null, source text, name text, role text, relay text, cue text not null, content text not null
);
create index statement_article on library.statement(article);
create index statement_collection on library.statement(collection);

create table library.revision(
    number bigint generated always as identity primary key, collection text collate "C" not null,
    id text collate "C" not null, fields text not null, sha256 text not null, replaced timestamptz not null
);
create index revision_article on library.revision(collection, id);

-- Which articles are copies of one another.
create table library.signature(
    article bigint primary key references library.article(number) on delete cascade,
    collection text collate "C" not null, hashes bytea not null
);
create table library.band(
    key bigint not null, collection text collate "C" not null,
    article bigint not null references library.article(number) on delete cascade
);
create index band_key on library.band(collection, key);
create index band_article on library.band(article);
create table library.copy(
    article bigint not null references library.article(number) on delete cascade,
    other bigint not null references library.article(number) on delete cascade,
    shared double precision not null, primary key(article, other)
);
create index copy_other on library.copy(other);

create table library.feed(
    url text collate "C" not null, collection text collate "C" not null, publisher text not null, title text not null,
    every bigint not null, due double precision not null, failures bigint not null, etag text not null,
    modified text not null, outcome text not null, primary key(url, collection)
);
create table library.feed_entry(
    feed text collate "C" not null, collection text collate "C" not null, url text collate "C" not null,
    primary key(feed, collection, url)
);

-- How often terms occur. Writers add lines, which meet nobody else's; what keeps up sums them.
create table library.term_count(
    collection text collate "C" not null, term text collate "C" not null, passages bigint not null,
    primary key(collection, term)
);
create index term_count_passages on library.term_count(collection) where term = '';
create index term_count_gone on library.term_count(passages) where passages <= 0;
create table library.term_change(
    collection text collate "C" not null, term text collate "C" not null, passages bigint not null
);
create index term_change_term on library.term_change(collection, term);
create index term_change_passages on library.term_change(collection) where term = '';

-- What came and went, with the transaction that did it: what stands below the oldest open one is complete.
create table library.change(
    position bigint generated always as identity primary key, xid xid8 not null default pg_current_xact_id(),
    collection text collate "C" not null, article bigint not null, went boolean not null
);
create index change_xid on library.change(xid, position);

-- What candidates are found by. Small collections share sixteen partitions, for a ranking by words walks past whatever
-- else stands in one; a big collection gets partitions of its own.
create table library.near(
    number bigint not null, collection text collate "C" not null, vector halfvec not null
) partition by list (collection);
create table library.near_shared partition of library.near default partition by hash (collection);
create index near_collection on library.near(collection);
create index near_number on library.near(number);
create table library.worded(
    number bigint not null, collection text collate "C" not null, publisher text collate "C" not null,
    terms text collate "C" not null
) partition by list (collection);
create table library.worded_shared partition of library.worded default partition by hash (collection);
create index worded_collection on library.worded(collection);
create index worded_number on library.worded(number);
create index worded_terms on library.worded using bm25(terms) with (text_config = 'simple');
create table library.told(
    number bigint not null, collection text collate "C" not null, act text collate "C" not null,
    speaker text[] collate "C" not null, content text[] collate "C" not null, said text collate "C" not null
) partition by list (collection);
create table library.told_shared partition of library.told default partition by hash (collection);
create index told_number on library.told(number);
create index told_act on library.told(collection, act);
create index told_speaker on library.told using gin(speaker);
create index told_said on library.told using bm25(said) with (text_config = 'simple');
do $$
declare shared text;
begin
    foreach shared in array array['near_shared', 'worded_shared', 'told_shared'] loop
        for n in 0..15 loop
            execute format('create table library.%I partition of library.%I for values with (modulus 16, remainder %s)',
                shared || '_' || n, shared, n);
        end loop;
    end loop;
end $$;
create table library.built(
    collection text collate "C" primary key, dimension int not null, looked_at int not null
);

-- How far what holds candidates elsewhere has followed the changes, and the key by which it numbers words.
create table library.follower(
    alone boolean primary key default true check (alone), filled text not null default 'not',
    xid xid8 not null default '0', position bigint not null default 0,
    key bytea not null default uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())
);

-- The planner needs to know nothing of texts, and what it knows would outlive what was removed.
do $$
declare part text[];
begin
    foreach part slice 1 in array array[['article', 'text'], ['article', 'title'], ['article', 'blocks'],
        ['revision', 'fields'], ['term_count', 'term'], ['term_change', 'term']] loop
        execute format('alter table library.%I alter column %I set statistics 0', part[1], part[2]);
    end loop;
    foreach part slice 1 in array array[['worded', 'terms'], ['told', 'said'], ['told', 'content'],
        ['told', 'speaker']] loop
        for n in 0..15 loop
            execute format('alter table library.%I alter column %I set statistics 0', part[1] || '_shared_' || n, part[2]);
        end loop;
    end loop;
end $$;

-- The second wall: a query that forgot to say which collections it may read finds nothing.
do $$
declare name text;
begin
    foreach name in array array['article', 'passage', 'statement', 'revision'] loop
        execute format('alter table library.%I enable row level security', name);
        execute format('alter table library.%I force row level security', name);
        execute format($p$create policy within on library.%I using (collection = any(
            nullif(current_setting('onrecord.collections', true), '')::text[]))$p$, name);
    end loop;
end $$;
