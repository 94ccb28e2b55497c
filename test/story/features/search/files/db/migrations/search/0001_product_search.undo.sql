drop table public.product_search;
