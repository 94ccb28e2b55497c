update public.order_line l
set line_total = b.line_total
from public.order_line_before_rounding b
where b.order_line_id = l.id;
drop table public.order_line_before_rounding;
drop table public.cash_rounding;
