alter table public.loyalty_account drop column tier_code;
drop table public.loyalty_tier;
