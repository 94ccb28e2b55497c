-- What purchasing should order.
create or replace view public.stock_shortage as
select p.sku, p.name, l.warehouse_id, l.quantity, l.reorder_at
from public.stock_level l
join public.product p on p.id = l.product_id
where p.status = 'active' and l.quantity <= l.reorder_at;
