-- What is left on a gift card; null for a code that was never issued.
create or replace function public.gift_card_balance(card_code text)
returns numeric
language sql
stable
as $$
  select g.issued_amount - coalesce((select sum(m.amount) from public.gift_card_movement m where m.gift_card_id = g.id), 0)
  from public.gift_card g
  where g.code = card_code
$$;
