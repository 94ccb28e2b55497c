-- What a visitor can see and buy, with the Euro price of the current list.
create or replace view public.product_catalogue as
select p.id, p.sku, p.name, p.sold_by, b.name as brand, public.product_price(p.id, 'eur', date '2025-12-31') as price_eur
from public.product p
join public.brand b on b.id = p.brand_id
where p.status = 'active';
