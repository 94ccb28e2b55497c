-- A shop of fixed size, the same rows on every machine: arithmetic on the row number instead of random(), and no clock.
-- Home market and Euro neighbours, Switzerland (CHF) and Denmark (DKK): about every sixth order is in a foreign currency.
insert into public.currency (code, name, minor_unit) values
  ('EUR', 'Euro', 2), ('CHF', 'Swiss franc', 2), ('DKK', 'Danish krone', 2);
insert into public.country (code, name, currency_code, vat_rate) values
  ('DE', 'Germany', 'EUR', 0.19), ('AT', 'Austria', 'EUR', 0.20), ('NL', 'Netherlands', 'EUR', 0.21),
  ('FR', 'France', 'EUR', 0.20), ('CH', 'Switzerland', 'CHF', 0.081), ('DK', 'Denmark', 'DKK', 0.25);
insert into public.app_setting (key, value, changed_at) values
  ('checkout.guest', 'on', '2025-01-01 00:00+00'), ('mail.sender', 'shop@example.com', '2025-01-01 00:00+00'),
  ('reviews.moderated', 'on', '2025-02-01 00:00+00');
insert into public.tax_class (id, title, factor) values (1, 'Full rate', 1), (2, 'Books and food', 0.3684), (3, 'Exempt', 0);
insert into public.payment_method (code, title) values ('card', 'Card'), ('invoice', 'Invoice'), ('transfer', 'Bank transfer');
insert into public.carrier (code, title, tracking_url) values
  ('post', 'Letter post', 'https://post.example/'), ('parcel', 'Parcel', 'https://parcel.example/'),
  ('freight', 'Freight', 'https://freight.example/');
insert into public.warehouse (id, name, country_code) values (1, 'Kassel', 'DE'), (2, 'Basel', 'CH');

insert into public.brand (id, name)
select g, (array['Alder', 'Birch', 'Cedar', 'Dogwood', 'Elm', 'Fir'])[1 + g % 6] || ' ' || (array['& Sons', 'Works', 'Mill', 'Studio'])[1 + g % 4] || ' ' || g
from generate_series(1, 40) g;
insert into public.supplier (id, name, country_code, lead_time_days)
select g, 'Supplier ' || g, (array['DE', 'AT', 'NL', 'FR', 'CH', 'DK'])[1 + g % 6], 5 + g * 7 % 30
from generate_series(1, 25) g;
insert into public.category (id, parent_id, slug, title)
select g, case when g > 6 then 1 + g % 6 end, 'category-' || g, (array['Fabric', 'Thread', 'Tools', 'Patterns', 'Paper', 'Gifts'])[1 + g % 6] || ' ' || g
from generate_series(1, 30) g;

insert into public.product (id, sku, name, description, brand_id, supplier_id, tax_class_id, status, sold_by, weight_grams, legacy_code, created_at, updated_at)
select g, 'SKU-' || lpad(g::text, 5, '0'),
  (array['Linen', 'Cotton', 'Wool', 'Silk', 'Felt', 'Denim', 'Velvet'])[1 + g % 7] || ' ' || (array['cloth', 'thread', 'ribbon', 'scissors', 'pattern'])[1 + g % 5] || ' no. ' || g,
  'Made for ' || (array['everyday', 'weekend', 'winter', 'summer'])[1 + g % 4] || ' sewing.',
  1 + g * 13 % 40, 1 + g * 7 % 25, case when g % 11 = 0 then 2 else 1 end,
  (case when g % 29 = 0 then 'discontinued' when g % 41 = 0 then 'draft' else 'active' end)::public.product_status,
  case when g % 5 in (0, 2) then 'metre' else 'piece' end, 20 + g * 37 % 1900,
  case when g % 3 = 0 then lpad((10000 + g)::text, 5, '0') end,
  timestamptz '2023-03-01 08:00+00' + g * interval '5 hours', timestamptz '2025-01-10 08:00+00' + g * interval '1 hour'
from generate_series(1, 1200) g;
insert into public.product_category (product_id, category_id)
select g, 1 + (g * 11 + k * 7) % 30 from generate_series(1, 1200) g, generate_series(0, 1) k;
insert into public.product_attribute (product_id, name, value)
select g, (array['colour', 'origin'])[k], (array['red', 'blue', 'natural', 'EU', 'green'])[1 + (g * k) % 5]
from generate_series(1, 1200) g, generate_series(1, 2) k;
insert into public.product_image (product_id, position, path)
select g, 1, '/images/' || g || '-1.webp' from generate_series(1, 1200) g;
insert into public.legacy_code (code, till, product_id, imported_on)
select legacy_code, 'till-' || k, id, date '2022-06-01' from public.product, generate_series(1, 2) k where legacy_code is not null;

insert into public.price_list (code, currency_code, title) values
  ('eur', 'EUR', 'Euro countries'), ('chf', 'CHF', 'Switzerland'), ('dkk', 'DKK', 'Denmark');
insert into public.price (price_list_code, product_id, valid_from, amount)
select l.code, g, date '2025-01-01', round((1.49 + g * 17 % 240 * 0.37) * l.factor, 2)
from generate_series(1, 1200) g, (values ('eur', 1.0), ('chf', 0.97), ('dkk', 7.46)) l (code, factor);

insert into public.stock_level (warehouse_id, product_id, quantity, reorder_at)
select w, g, (g * 31 + w * 17) % 400, 20 from generate_series(1, 1200) g, generate_series(1, 2) w;
insert into public.stock_movement (warehouse_id, product_id, reason, quantity, moved_at)
select 1 + g % 2, 1 + g * 7 % 1200, (array['purchase', 'sale', 'return', 'count'])[1 + g % 4]::public.stock_reason,
  case when g % 4 = 1 then -1 - g % 9 else 1 + g % 40 end, timestamptz '2025-02-01 06:00+00' + g * interval '3 hours'
from generate_series(1, 3000) g;
insert into public.purchase_order (id, supplier_id, warehouse_id, ordered_on)
select g, 1 + g % 25, 1 + g % 2, date '2025-01-15' + g from generate_series(1, 150) g;
insert into public.purchase_order_line (purchase_order_id, product_id, quantity, unit_cost)
select g, 1 + (g * 8 + k * 3) % 1200, 10 + k * 5, round(0.8 + (g + k) % 50 * 0.9, 2) from generate_series(1, 150) g, generate_series(1, 4) k;

insert into public.customer (id, email, first_name, last_name, company, country_code, created_at, updated_at)
select g, 'customer' || g || '@example.com', (array['Mia', 'Noah', 'Emma', 'Luca', 'Lena', 'Finn', 'Ida'])[1 + g % 7],
  (array['Berg', 'Keller', 'Roth', 'Visser', 'Moreau', 'Holm', 'Frei', 'Stein'])[1 + g % 8],
  case when g % 9 = 0 then 'Atelier ' || g end, (array['DE', 'DE', 'DE', 'DE', 'DE', 'DE', 'AT', 'NL', 'FR', 'FR', 'CH', 'DK'])[1 + g % 12],
  timestamptz '2024-01-01 09:00+00' + g * interval '4 hours', timestamptz '2024-01-01 09:00+00' + g * interval '4 hours'
from generate_series(1, 2000) g;
insert into public.customer_address (customer_id, kind, street, postcode, city, country_code)
select id, 'billing', 'Street ' || id % 90, lpad((id * 37 % 90000 + 1000)::text, 5, '0'), 'City ' || id % 60, country_code from public.customer;
insert into public.customer_consent (customer_id, purpose, given_at)
select id, 'newsletter', created_at from public.customer where id % 3 = 0;
insert into public.review (product_id, customer_id, stars, body, written_at)
select 1 + g * 17 % 1200, 1 + g * 5 % 2000, 1 + g * 3 % 5, 'Review ' || g, timestamptz '2025-03-01 12:00+00' + g * interval '2 hours'
from generate_series(1, 1500) g;
insert into public.cart (id, customer_id, expires_at)
select g, case when g % 4 > 0 then 1 + g * 3 % 2000 end, timestamptz '2025-12-01 00:00+00' + g * interval '1 hour' from generate_series(1, 300) g;
insert into public.cart_line (cart_id, product_id, quantity)
select g, 1 + (g * 19 + k) % 1200, 1 + k from generate_series(1, 300) g, generate_series(0, 1) k;
insert into public.discount_campaign (id, code, percent, starts_on, ends_on)
select g, 'SAVE' || g, 5 * g, date '2025-01-01' + g * 20, date '2025-01-15' + g * 20 from generate_series(1, 4) g;

-- The planner has not seen these rows yet and would join them by nested loops.
analyze public.product, public.price, public.price_list, public.customer, public.country;

-- Lines first: an order's goods total is the sum of its lines. Metres are ordered by the quarter.
create temporary table new_line as
select o.id as order_id, (k + 1)::smallint as position, p.id as product_id, q.quantity, a.amount as unit_price,
  round(q.quantity * a.amount, 2) as line_total
from generate_series(1, 5000) o (id)
join public.customer c on c.id = 1 + o.id * 7 % 2000
join public.country n on n.code = c.country_code
join public.price_list l on l.currency_code = n.currency_code
cross join lateral generate_series(0, o.id % 4) k
join public.product p on p.id = 1 + (o.id * 23 + k * 101) % 1200
join public.price a on a.price_list_code = l.code and a.product_id = p.id
cross join lateral (select (case p.sold_by when 'metre' then 0.25 * (1 + (o.id + k) % 15) else 1 + (o.id + k) % 3 end)::numeric(10, 3) as quantity) q;

insert into public.customer_order (id, order_number, customer_id, currency_code, status, goods_total, shipping_fee, discount_total, total, placed_at)
select id, 100000 + id, customer_id, currency_code, status, goods, fee, discount, goods + fee - discount, timestamptz '2025-01-05 07:30+00' + id * interval '95 minutes'
from (
  select o.id, c.id as customer_id, n.currency_code, t.goods, case when t.goods > 60 then 0 else 4.90 end as fee,
    case when o.id % 20 = 0 then round(t.goods * 0.05, 2) else 0 end as discount,
    (case when o.id % 33 = 0 then 'cancelled' when o.id > 4900 then 'placed' when o.id > 4700 then 'paid' when o.id > 4500 then 'shipped' else 'delivered' end)::public.order_status as status
  from generate_series(1, 5000) o (id)
  join (select order_id, sum(line_total) as goods from new_line group by order_id) t on t.order_id = o.id
  join public.customer c on c.id = 1 + o.id * 7 % 2000
  join public.country n on n.code = c.country_code
) o order by id;
insert into public.order_line (order_id, position, product_id, quantity, unit_price, line_total)
select order_id, position, product_id, quantity, unit_price, line_total from new_line order by order_id, position;
drop table new_line;

insert into public.order_discount (order_id, campaign_id, amount)
select id, 1, discount_total from public.customer_order where discount_total > 0;
insert into public.order_status_history (order_id, status, changed_at)
select id, 'placed', placed_at from public.customer_order
union all select id, status, placed_at + interval '2 days' from public.customer_order where status <> 'placed';
insert into public.payment (order_id, method_code, status, amount, captured_at)
select id, (array['card', 'card', 'invoice', 'transfer'])[1 + id % 4],
  (case when status = 'cancelled' then 'failed' when status = 'placed' then 'authorised' else 'captured' end)::public.payment_status,
  total, case when status not in ('cancelled', 'placed') then placed_at + interval '1 day' end
from public.customer_order order by id;
insert into public.refund (payment_id, amount, reason)
select id, round(amount * 0.1, 2), 'Damaged in transit' from public.payment where id % 50 = 0 and status = 'captured';
insert into public.invoice (number, order_id, issued_on)
select 500000 + id, id, (placed_at at time zone 'UTC')::date from public.customer_order where status <> 'cancelled' and id % 2 = 0;
insert into public.shipment (id, order_id, carrier_code, warehouse_id, shipped_at)
select id, id, (array['post', 'parcel', 'parcel', 'freight'])[1 + id % 4], 1 + id % 2, placed_at + interval '36 hours'
from public.customer_order where status in ('shipped', 'delivered') and id > 2500;
insert into public.shipment_line (shipment_id, order_line_id, quantity)
select s.id, l.id, l.quantity from public.shipment s join public.order_line l on l.order_id = s.order_id;
insert into public.outbox_event (topic, payload, created_at, sent_at)
select 'order.placed', jsonb_build_object('order', id, 'total', total), placed_at, case when id < 4990 then placed_at + interval '3 seconds' end
from public.customer_order where id > 4000;

-- Identities and numbers go on after the rows that were given one.
select setval(pg_get_serial_sequence('public.' || t.name, 'id'), t.last)
from (values ('brand', 40), ('supplier', 25), ('category', 30), ('product', 1200), ('purchase_order', 150), ('customer', 2000), ('cart', 300),
  ('discount_campaign', 4), ('customer_order', 5000), ('shipment', 5000)) t (name, last);
select setval('public.order_number_seq', 105000), setval('public.invoice_number_seq', 505000);
analyze;
