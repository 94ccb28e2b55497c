update public.customer_order o
set goods_total = b.goods_total, total = b.total
from public.order_before_rounding b
where b.order_id = o.id;
drop table public.order_before_rounding;
