drop table public.gift_card_movement;
drop table public.gift_card;
