-- The price of a product on a price list on a day; null when it is not on the list.
create or replace function public.product_price(product bigint, price_list text, on_day date)
returns numeric
language sql
stable
as $$
  select p.amount
  from public.price p
  where p.product_id = product and p.price_list_code = price_list and p.valid_from <= on_day
  order by p.valid_from desc
  limit 1
$$;
