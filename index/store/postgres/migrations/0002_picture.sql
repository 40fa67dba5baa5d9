-- The picture that a page names for its article, and when a feed was looked at last.
alter table library.article add column picture text not null default '';
alter table library.feed add column looked double precision not null default 0;
