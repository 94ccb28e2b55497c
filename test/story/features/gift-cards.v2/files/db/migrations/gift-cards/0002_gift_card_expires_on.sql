-- Last day the card pays; empty for cards that never end.
alter table public.gift_card add column expires_on date;
