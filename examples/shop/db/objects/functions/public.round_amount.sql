-- Rounds an amount of money to what its currency can express.
create or replace function public.round_amount(amount numeric, currency char(3))
returns numeric
language sql
stable
as $$
  select round(amount, (select c.minor_unit from public.currency c where c.code = currency))
$$;
