/* What the API answers; src/SagaPlatform.Console/README.md describes it. Times are UTC in ISO 8601, a field without a value is left out. */

export interface Paged<T> { items: T[]; next?: string }

export type Right = 'Read' | 'Act' | 'Decide' | 'Administer';
export interface Me { name: string; role: string; via: 'Key' | 'Session' | 'Loopback'; may: Right[]; scope?: string[]; note?: string }

export interface StateCount { state: string; count: number; known: boolean }
export interface TypeCounts { type: string; total: number; live: number; needAttention: number; states: StateCount[] }
export interface RateSample { at: string; seconds: number; started: number; completed: number; cancelled: number; failedMessages: number }
export interface Rates {
  windowSeconds: number; startedPerSecond: number; completedPerSecond: number; cancelledPerSecond: number; failedMessagesPerSecond: number;
  samples?: RateSample[];
}
export interface Trouble {
  needAttention: number; overdueTimeouts: number; failedMessages: number; parkedMessages: number; openWorkItems: number; unknownStates: number;
}
export type HealthStatus = 'Healthy' | 'Degraded' | 'Unhealthy';
export interface Overview {
  at: string; types: TypeCounts[]; rates: Rates; trouble: Trouble;
  outbox: { pending: number; oldestSeconds?: number; parked: number };
  errorQueues: { queue: string; count: number }[];
  health: { status: HealthStatus; sentence: string; checks: { name: string; status: HealthStatus; reason: string }[] };
}

export interface SagaItem {
  type: string; id: string; businessKey: string; state: string; version: number;
  startedAt: string; changedAt: string; endedAt?: string; question?: string;
}
export type LineStatus = 'Asked' | 'Done' | 'Refused' | 'Unknown' | 'Undoing' | 'Undone' | 'Skipped';
export interface LedgerLine {
  step: string; item?: string; status: LineStatus; askedAt: string; settledAt?: string; attempts: number;
  due?: string; question?: string; replacedBy?: string; owed?: boolean;
}
export interface PendingTimeout { name: string; due: string; token: string }
export interface PossibleAction { verb: string; possible: boolean; sentence: string }
export interface SagaEvent { name: string; reaction: 'Handled' | 'Ignored' | 'Refused'; schema?: JsonSchema }
export interface JsonSchema { type?: string | string[]; format?: string; properties?: Record<string, JsonSchema>; items?: JsonSchema; enum?: unknown[] }
export interface Related { type: string; id: string; businessKey: string; state: string; how: string }
export interface Saga extends SagaItem {
  waitingFor: string; stage: string; reason?: string; ledger: LedgerLine[]; timeouts: PendingTimeout[]; row: Record<string, unknown>;
  held?: { by: string; at: string; reason: string; messages?: number };
  related?: Related[]; failedMessages?: FailedMessageItem[]; actions?: PossibleAction[]; events?: SagaEvent[]; fingerprint?: string;
}

export interface Sent { type: string; to: string; messageId: string; step?: string; item?: string; attempt?: number }
export interface HistoryEntry {
  at: string; afterSeconds?: number; kind: 'Consumed' | 'Ignored' | 'Refused' | 'Stale' | 'NotFound' | 'Faulted'; event: string; messageId?: string;
  from?: string; to?: string; version: number; reason?: string; sent: Sent[]; timeouts: { change: string; token: string; due?: string }[];
}

export type GraphKind = 'Initial' | 'Stage' | 'Unwinding' | 'Attention' | 'End';
export interface GraphState { name: string; kind: GraphKind; visited?: boolean; current?: boolean; next?: boolean; count: number }
export interface GraphArrow { from: string; to: string; events: string[]; taken?: boolean; next?: boolean }
export interface Graph { type: string; fingerprint?: string; current?: string; states: GraphState[]; arrows: GraphArrow[] }

export interface Step {
  name: string; queue?: string; command?: string; limitSeconds: number; attempts: number; forEach: boolean; bestEffort: boolean;
  conditional: boolean; pause: boolean; undo?: { queue: string; command: string; limitSeconds: number; attempts: number };
}
export interface Stage { name: string; pastPointOfNoReturn: boolean; steps: Step[] }
export interface Machine { name: string; machine: string; states: { name: string; count: number; known: boolean }[]; stages: Stage[] }

export interface Timeout { token: string; name: string; sagaType: string; sagaId: string; due: string; overdueSeconds?: number }

export interface FailedGroup {
  group: string; exception: string; message: string; frame: string; messageType: string; queue: string; count: number; first: string; last: string;
}
export interface FailedMessageItem {
  id: string; messageId?: string; messageType: string; queue: string; exception: string; message: string; group: string; failedAt: string;
  status: 'Waiting' | 'Retried' | 'Discarded'; sagaType?: string; sagaId?: string; version: number; closedAt?: string; closedBy?: string; closeReason?: string;
}
export interface FailedMessage extends FailedMessageItem { stack: string; headers: Record<string, string>; contentType: string; body?: unknown }

export interface WorkItem {
  id: string; kind: string; status: 'Open' | 'Approved' | 'Refused' | 'Withdrawn'; title: string; details: string; sagaType: string; sagaId: string;
  step: string; item?: string; for: string; escalatedFrom?: string; decidersNeeded: number; mayNotDecide: string[];
  decisions: { verdict: 'Approve' | 'Refuse'; by: string; at: string; reason?: string }[]; openedAt: string; dueAt: string; reminders: number; closedAt?: string;
}

export interface AuditRow {
  number: number; at: string; actor: string; role: string; action: string; target: string; sagaId?: string; reason?: string; detail?: string;
  about?: number; outcome?: string; hash: string;
}
export interface AuditVerdict { holds: boolean; rows: number; firstBad?: number; sentence: string; anchor?: string }

/** What an action did or, of a preview, would do. */
export interface ActionAnswer {
  done: boolean; sentence: string; stateBefore?: string; stateAfter?: string; version?: number; audit?: number;
  sends: { type: string; to: string; step?: string; item?: string }[]; publishes: string[]; timeouts: { change: string; name: string; due?: string }[];
}

export interface Run {
  id: string; verb: string; state: 'Running' | 'Paused' | 'Stopped' | 'Done'; sentence: string; reason: string; actor: string; ramped: boolean;
  total: number; tried: number; failed: number; startedAt: string; endedAt?: string; items?: { id: string; ok: boolean; sentence: string }[];
}
