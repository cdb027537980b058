-- The engine keeps statistics of every column beside each merged part unless told not to; nothing here is planned by them.
ALTER TABLE captures MODIFY SETTING auto_statistics_types = '';
ALTER TABLE linksets MODIFY SETTING auto_statistics_types = '';
ALTER TABLE link_context MODIFY SETTING auto_statistics_types = '';
ALTER TABLE webgraph_nodes MODIFY SETTING auto_statistics_types = '';
ALTER TABLE webgraph_names MODIFY SETTING auto_statistics_types = '';
ALTER TABLE webgraph_in MODIFY SETTING auto_statistics_types = '';
