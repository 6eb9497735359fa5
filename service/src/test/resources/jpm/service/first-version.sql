CREATE TABLE schema_version (version INTEGER NOT NULL);
INSERT INTO schema_version VALUES (1);
CREATE TABLE debuggee (
    id TEXT PRIMARY KEY,
    content TEXT NOT NULL,
    registered_ms BIGINT NOT NULL,
    seen_ms BIGINT NOT NULL,
    surface TEXT NOT NULL);
CREATE TABLE breakpoint (
    debuggee_id TEXT NOT NULL,
    id TEXT NOT NULL,
    number BIGINT NOT NULL,
    spec TEXT NOT NULL,
    results TEXT,
    create_ms BIGINT NOT NULL,
    expire_ms BIGINT NOT NULL,
    final_ms BIGINT NOT NULL,
    PRIMARY KEY (debuggee_id, id));
CREATE INDEX breakpoint_of_debuggee ON breakpoint (debuggee_id, final_ms);
CREATE INDEX breakpoint_due ON breakpoint (final_ms, expire_ms);
CREATE INDEX breakpoint_number ON breakpoint (number);
INSERT INTO debuggee VALUES ('d-0123', '{"project":"shop","uniquifier":"u","description":"d","agentVersion":"v"}', 1795262390000, 1795262400000, 'CONTROLLER');
INSERT INTO breakpoint VALUES ('d-0123', 'b-1795262399', 1795262399, '{"location":{"path":"a/B.java","line":1}}', '{"stackFrames":[{"function":"f"}]}', 1795262399000, 1795348799000, 1795262401000);
INSERT INTO breakpoint VALUES ('d-0123', 'b-1795262400', 1795262400, '{"location":{"path":"a/B.java","line":2},"condition":"x > 1"}', NULL, 1795262400000, 1795348800000, 0);
