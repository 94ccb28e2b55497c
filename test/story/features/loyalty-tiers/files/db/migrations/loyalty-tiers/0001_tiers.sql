create table public.loyalty_tier (
  code text not null,
  from_points integer not null,
  title text not null,
  constraint loyalty_tier_pk primary key (code),
  constraint loyalty_tier_from_points_unique unique (from_points)
);
insert into public.loyalty_tier (code, from_points, title) values
  ('basic', 0, 'Basic'), ('silver', 40, 'Silver'), ('gold', 100, 'Gold');

alter table public.loyalty_account add column tier_code text;

update public.loyalty_account a
set tier_code = (select t.code from public.loyalty_tier t where t.from_points <= a.points order by t.from_points desc limit 1)
where a.tier_code is null;
