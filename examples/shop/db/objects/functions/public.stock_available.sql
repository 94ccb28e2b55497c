-- Pieces or metres that can be promised: all warehouses minus what open orders already claim.
create or replace function public.stock_available(product bigint)
returns numeric
language plpgsql
stable
as $$
declare
  in_stock numeric;
  claimed numeric;
begin
  select coalesce(sum(s.quantity), 0) into in_stock from public.stock_level s where s.product_id = product;
  select coalesce(sum(l.quantity), 0) into claimed
  from public.order_line l
  join public.customer_order o on o.id = l.order_id
  where l.product_id = product and o.status in ('placed', 'paid');
  return greatest(in_stock - claimed, 0);
end
$$;
