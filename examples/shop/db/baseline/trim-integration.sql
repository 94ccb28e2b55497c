-- Run after generate.sql: leaves the sample that integration is made from. Every tenth customer of the Euro countries with
-- all that belongs to them; foreign shops and their currencies stay out. Children before parents, so no constraint is lifted.
delete from public.shipment_line l using public.shipment s, public.customer_order o
where s.id = l.shipment_id and o.id = s.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.shipment s using public.customer_order o where o.id = s.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.refund r using public.payment p, public.customer_order o
where p.id = r.payment_id and o.id = p.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.payment p using public.customer_order o where o.id = p.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.invoice i using public.customer_order o where o.id = i.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.order_discount d using public.customer_order o where o.id = d.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.order_status_history h using public.customer_order o where o.id = h.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.order_line l using public.customer_order o where o.id = l.order_id and (o.currency_code <> 'EUR' or o.customer_id % 10 <> 0);
delete from public.outbox_event where (payload ->> 'order')::bigint in
  (select id from public.customer_order where currency_code <> 'EUR' or customer_id % 10 <> 0);
delete from public.customer_order where currency_code <> 'EUR' or customer_id % 10 <> 0;

delete from public.review where customer_id % 10 <> 0;
delete from public.review r using public.customer c where c.id = r.customer_id and c.country_code in ('CH', 'DK');
delete from public.cart where customer_id % 10 <> 0 or customer_id in (select id from public.customer where country_code in ('CH', 'DK'));
delete from public.customer_consent n using public.customer c where c.id = n.customer_id and (c.id % 10 <> 0 or c.country_code in ('CH', 'DK'));
delete from public.customer_address a using public.customer c where c.id = a.customer_id and (c.id % 10 <> 0 or c.country_code in ('CH', 'DK'));
delete from public.customer where id % 10 <> 0 or country_code in ('CH', 'DK');
delete from public.price where price_list_code <> 'eur';
delete from public.price_list where code <> 'eur';
analyze;
