-- A line's total follows its quantity and price; a total that is written by itself is left alone.
create or replace function public.fill_line_total()
returns trigger
language plpgsql
as $$
begin
  new.line_total := public.round_amount(
    new.quantity * new.unit_price,
    (select o.currency_code from public.customer_order o where o.id = new.order_id)
  );
  return new;
end
$$;
