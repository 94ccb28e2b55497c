drop table public.loyalty_entry;
drop table public.loyalty_account;
