/** One object of every kind that the catalog describes, for tests of completeness and stability. */
export const EVERYTHING = `
create schema shop;
create type shop.colour as enum ('red', 'green');
create type shop.pair as (a int, b text);
create type shop.span as range (subtype = float8);
create domain shop.positive as int default 1 not null check (value > 0);
create sequence shop.order_no increment 5 cache 2;
create table shop.category (id bigint generated always as identity primary key, name varchar(40) not null unique);
create table shop.product (
  id serial primary key, category bigint references shop.category on delete cascade, name text collate "C" default 'x''y',
  colour shop.colour default 'red', price numeric(10, 2) check (price > 0), stock shop.positive, made timestamptz default now(),
  total numeric generated always as (price * 2) stored, during tstzrange, constraint solid exclude using gist (during with &&));
create table shop.event (at timestamptz not null, kind text) partition by range (at);
create table shop.event_2026 partition of shop.event for values from ('2026-01-01') to ('2027-01-01');
create unlogged table shop.cache (key text primary key) with (fillfactor = 70);
create table shop.child () inherits (shop.category);
create index product_name on shop.product (lower(name)) where price > 5;
create index event_kind on shop.event (kind);
create view shop.cheap with (security_barrier) as select id, name from shop.product where price < 10;
create materialized view shop.totals as select colour, count(*) as n from shop.product group by colour;
create unique index totals_colour on shop.totals (colour);
create function shop.twice(n int) returns int language sql immutable as 'select n * 2';
create function shop.twice(n text) returns text language sql immutable as 'select n || n';
create procedure shop.settle(inout n int) language plpgsql as $$ begin n := n + 1; end $$;
create function shop.stamp() returns trigger language plpgsql as $$ begin new.name := upper(new.name); return new; end $$;
create aggregate shop.add_up(int) (sfunc = int4pl, stype = int, initcond = '0');
create trigger stamp before insert or update of name on shop.product for each row when (new.name is not null) execute function shop.stamp();
create rule quiet as on delete to shop.cache do instead nothing;
alter table shop.product enable row level security;
create policy cheap_only on shop.product for select to public using (price < 100);
create statistics shop.related (dependencies) on colour, category from shop.product;
comment on table shop.product is 'sold';
`
