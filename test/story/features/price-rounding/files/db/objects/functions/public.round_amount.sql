-- Rounds an amount of money to what can be paid: the currency's cash step where it has one, else its smallest unit.
create or replace function public.round_amount(amount numeric, currency char(3))
returns numeric
language sql
stable
as $$
  select coalesce(
    (select round(amount / r.step) * r.step from public.cash_rounding r where r.currency_code = currency),
    round(amount, (select c.minor_unit from public.currency c where c.code = currency))
  )
$$;
