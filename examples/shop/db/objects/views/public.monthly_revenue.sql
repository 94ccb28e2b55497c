create or replace view public.monthly_revenue as
select date_trunc('month', s.placed_at at time zone 'UTC')::date as month, s.currency_code,
  count(*) as orders, sum(s.total) as revenue
from public.order_summary s
group by 1, 2;
