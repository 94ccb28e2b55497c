-- One row per order that was not cancelled.
create or replace view public.order_summary as
select o.id, o.order_number, o.customer_id, o.currency_code, o.status, o.total, o.placed_at,
  (select count(*) from public.order_line l where l.order_id = o.id) as lines
from public.customer_order o
where o.status <> 'cancelled';
