alter table public.gift_card add column expires_on date;
comment on column public.gift_card.expires_on is 'Last day the card pays; empty for cards that never end.';
