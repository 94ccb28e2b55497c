/** How the server notices that a deployer is stopped or gone, so that it does not sit on the fence row or a lock for ever. */
export const SESSION_SETTINGS = {
  idle_in_transaction_session_timeout: '60s',
  // A killed client's statement ends here too, not only when the server wants to answer (PostgreSQL ≥ 14).
  client_connection_check_interval: '2s',
  tcp_keepalives_idle: '30',
  tcp_keepalives_interval: '10',
  tcp_keepalives_count: '3',
} as const
