-- The list that the customer service works with.
create or replace view public.customer_overview as
select c.id, public.customer_display_name(c.first_name, c.last_name, c.company) as name, c.email, c.country_code,
  (select count(*) from public.order_summary s where s.customer_id = c.id) as orders,
  (select max(s.placed_at) from public.order_summary s where s.customer_id = c.id) as last_order_at,
  public.loyalty_balance(c.id) as loyalty_points
from public.customer c;
