-- On SQLite there is one process: Quartz keeps its jobs in memory and has no tables.
SELECT 1;
