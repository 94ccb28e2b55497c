alter table public.gift_card drop column expires_on;
