-- For the customer service: brings an order's totals back in line after its lines were corrected by hand.
create or replace procedure public.recalculate_order(order_to_fix bigint)
language plpgsql
as $$
declare
  goods numeric;
begin
  select coalesce(sum(l.line_total), 0) into goods from public.order_line l where l.order_id = order_to_fix;
  update public.customer_order
  set goods_total = goods, total = goods + shipping_fee - discount_total
  where id = order_to_fix;
end
$$;
