// What PostgreSQL's own parser says of statements, in the words of dev.zdm.sql: one line of facts per statement.
// usage: node facts.cjs FOLDER_OF_libpg-query MAJOR in.jsonl out.jsonl     (in: {"id", "sql"}; out: {"id", "facts"} or {"id", "error"})
'use strict';
const fs = require('fs');
const path = require('path');
const readline = require('readline');
const [folder, major, input, output] = process.argv.slice(2);

const TYPES = { FDW: 'FOREIGN_DATA_WRAPPER', FOREIGN_SERVER: 'SERVER', LARGEOBJECT: 'LARGE_OBJECT', MATVIEW: 'MATERIALIZED_VIEW',
  OPCLASS: 'OPERATOR_CLASS', OPFAMILY: 'OPERATOR_FAMILY', STATISTIC_EXT: 'STATISTICS', TABCONSTRAINT: 'CONSTRAINT',
  DOMCONSTRAINT: 'CONSTRAINT', TSCONFIGURATION: 'TEXT_SEARCH_CONFIGURATION', TSDICTIONARY: 'TEXT_SEARCH_DICTIONARY',
  TSPARSER: 'TEXT_SEARCH_PARSER', TSTEMPLATE: 'TEXT_SEARCH_TEMPLATE', PARAMETER_ACL: 'PARAMETER', ATTRIBUTE: 'TYPE' };
const RELATIONS = ['TABLE', 'FOREIGN_TABLE', 'INDEX', 'SEQUENCE', 'VIEW', 'MATERIALIZED_VIEW'];
const CONSTRAINTS = { CONSTR_CHECK: 'CHECK', CONSTR_FOREIGN: 'FOREIGN_KEY', CONSTR_UNIQUE: 'UNIQUE',
  CONSTR_PRIMARY: 'PRIMARY_KEY', CONSTR_EXCLUSION: 'EXCLUDE', CONSTR_NOTNULL: 'NOT_NULL' };
const SERIALS = ['serial', 'bigserial', 'smallserial', 'serial2', 'serial4', 'serial8'];
const MODIFIED = ['numeric', 'varchar', 'timestamp', 'timestamptz', 'time', 'timetz'];
const MODES = ['', 'ACCESS SHARE', 'ROW SHARE', 'ROW EXCLUSIVE', 'SHARE UPDATE EXCLUSIVE', 'SHARE', 'SHARE ROW EXCLUSIVE', 'EXCLUSIVE',
  'ACCESS EXCLUSIVE'];
const DOMAIN = { N: 'DROP_NOT_NULL', O: 'SET_NOT_NULL', X: 'DROP_CONSTRAINT', V: 'VALIDATE_CONSTRAINT' };
const ACTIONS = { AT_DropNotNull: 'DROP_NOT_NULL', AT_SetExpression: 'SET_EXPRESSION', AT_SetStatistics: 'SET_STATISTICS',
  AT_SetOptions: 'SET_COLUMN_OPTIONS', AT_ResetOptions: 'RESET_COLUMN_OPTIONS', AT_SetStorage: 'SET_STORAGE',
  AT_SetCompression: 'SET_COMPRESSION', AT_AlterColumnGenericOptions: 'COLUMN_FOREIGN_OPTIONS', AT_ClusterOn: 'CLUSTER_ON',
  AT_DropCluster: 'SET_WITHOUT_CLUSTER', AT_DropOids: 'SET_WITHOUT_OIDS', AT_SetLogged: 'SET_LOGGED', AT_SetUnLogged: 'SET_UNLOGGED',
  AT_SetRelOptions: 'SET_OPTIONS', AT_ResetRelOptions: 'RESET_OPTIONS', AT_EnableTrig: 'ENABLE_TRIGGER',
  AT_EnableAlwaysTrig: 'ENABLE_ALWAYS_TRIGGER', AT_EnableReplicaTrig: 'ENABLE_REPLICA_TRIGGER', AT_DisableTrig: 'DISABLE_TRIGGER',
  AT_EnableRule: 'ENABLE_RULE', AT_EnableAlwaysRule: 'ENABLE_ALWAYS_RULE', AT_EnableReplicaRule: 'ENABLE_REPLICA_RULE',
  AT_DisableRule: 'DISABLE_RULE', AT_DropOf: 'NOT_OF', AT_EnableRowSecurity: 'ENABLE_ROW_SECURITY',
  AT_DisableRowSecurity: 'DISABLE_ROW_SECURITY', AT_ForceRowSecurity: 'FORCE_ROW_SECURITY',
  AT_NoForceRowSecurity: 'NO_FORCE_ROW_SECURITY', AT_GenericOptions: 'FOREIGN_OPTIONS', AT_AddIdentity: 'ADD_IDENTITY',
  AT_SetIdentity: 'SET_IDENTITY' };

const text = (node) => (node && node.String ? node.String.sval ?? node.String.str ?? '' : node && node.sval !== undefined ? node.sval : undefined);
const last2 = (parts) => parts.slice(-2).join('.');
const dotted = (list) => last2((list || []).map(text));
const rel = (r) => (r ? (r.schemaname ? r.schemaname + '.' : '') + (r.relname ?? '') : '');
const objectType = (t) => { const s = (t || '').replace('OBJECT_', ''); return TYPES[s] || s; };
const words = (...parts) => parts.filter((p) => p !== '' && p !== undefined && p !== null && p !== false).join(' ');
const role = (r) => (!r ? '' : r.rolename ?? { ROLESPEC_CURRENT_USER: 'current_user', ROLESPEC_SESSION_USER: 'session_user',
  ROLESPEC_CURRENT_ROLE: 'current_role', ROLESPEC_PUBLIC: 'public' }[r.roletype]);
const list = (label, items) => (items.length ? label + '=[' + items.join(',') + ']' : '');
const options = (o) => list('options', Object.keys(o).filter((k) => o[k]).sort());
const cascade = (n) => n.behavior === 'DROP_CASCADE';

function type(t) {
  if (!t) return '';
  let parts = (t.names || []).map(text);
  if (parts.length === 2 && parts[0] === 'pg_catalog') parts = [parts[1]];
  const name = parts.join('.');
  const mods = MODIFIED.includes(name) ? (t.typmods || []).map((m) => (m.A_Const && m.A_Const.ival ? m.A_Const.ival.ival ?? 0
    : m.A_Const && m.A_Const.val && m.A_Const.val.Integer ? m.A_Const.val.Integer.ival ?? 0 : '?')) : [];
  return (t.setof ? 'setof ' : '') + name + (mods.length && !mods.includes('?') ? '(' + mods.join(',') + ')' : '')
    + (t.pct_type ? '%type' : '') + '[]'.repeat((t.arrayBounds || []).length);
}

function column(kind, d, ifNotExists) {
  const t = type(d.typeName);
  let generation = SERIALS.includes(t) ? 'SEQUENCE' : 'NONE';
  let notNull = false;
  let given = !!d.raw_default;
  const constraints = [];
  const references = [];
  for (const { Constraint: c } of d.constraints || []) {
    if (c.contype === 'CONSTR_NOTNULL') notNull = true;
    else if (c.contype === 'CONSTR_DEFAULT') given = true;
    else if (c.contype === 'CONSTR_IDENTITY') generation = 'SEQUENCE';
    else if (c.contype === 'CONSTR_GENERATED') generation = c.generated_kind === 'v' ? 'VIRTUAL' : 'STORED';
    else if (c.contype === 'CONSTR_ATTR_NOT_ENFORCED') constraints.pop();
    else if (CONSTRAINTS[c.contype]) constraints.push(CONSTRAINTS[c.contype]);
    if (c.contype === 'CONSTR_FOREIGN') references.push(rel(c.pktable));
  }
  return words(kind, d.colname, t, given && 'default', notNull && 'notnull', list('constraints', [...new Set(constraints)].sort()),
    list('references', references), generation !== 'NONE' && generation, ifNotExists && 'ifnotexists');
}

function constraint(c) {
  const kind = c.without_overlaps ? 'EXCLUDE' : CONSTRAINTS[c.contype];
  const checked = c.contype === 'CONSTR_CHECK' || c.contype === 'CONSTR_FOREIGN';
  const enforced = !checked || major < 18 || !!c.is_enforced;
  return words('ADD_CONSTRAINT', c.conname, kind, list('columns', (c.fk_attrs || (c.contype !== 'CONSTR_EXCLUSION' && c.keys) || []).map(text)),
    c.pktable && 'references ' + rel(c.pktable), c.indexname && 'using ' + c.indexname, (c.skip_validation || !enforced) && 'notvalid',
    !enforced && 'notenforced', c.is_no_inherit && 'noinherit');
}

function element(e, elements, like) {
  if (e.ColumnDef) elements.push(column('ADD_COLUMN', e.ColumnDef, false));
  else if (e.Constraint) elements.push(constraint(e.Constraint));
  else if (e.TableLikeClause) like.push(rel(e.TableLikeClause.relation));
}


function table(n) {
  const elements = [];
  const like = [];
  for (const e of n.tableElts || []) element(e, elements, like);
  const partitionOf = n.partbound ? rel(n.inhRelations[0].RangeVar) : '';
  const inherits = n.partbound ? [] : (n.inhRelations || []).map((r) => rel(r.RangeVar));
  return { name: rel(n.relation), elements, like, partitionOf, inherits, foreign: foreign(n),
    given: { IF_NOT_EXISTS: n.if_not_exists, TEMPORARY: n.relation.relpersistence === 't' || n.relation.schemaname === 'pg_temp',
      UNLOGGED: n.relation.relpersistence === 'u', PARTITIONED: n.partspec } };
}

function foreign(n) {
  const found = [];
  const add = (c) => { if (c.contype === 'CONSTR_FOREIGN') found.push(rel(c.pktable)); };
  for (const e of n.tableElts || []) {
    if (e.Constraint) add(e.Constraint);
    if (e.ColumnDef) (e.ColumnDef.constraints || []).forEach((c) => add(c.Constraint));
  }
  return [...new Set(found)].filter((r) => r !== rel(n.relation));
}

function action(c, of) {
  const t = c.subtype;
  const d = c.def;
  const name = c.name ?? (c.num ? String(c.num) : '');
  const asType = of === 'TYPE';
  switch (t) {
    case 'AT_AddColumn':
      return asType ? words('ADD_ATTRIBUTE', d.ColumnDef.colname, type(d.ColumnDef.typeName), options({ CASCADE: cascade(c) }))
        : column('ADD_COLUMN', d.ColumnDef, c.missing_ok);
    case 'AT_DropColumn':
      return asType ? words('DROP_ATTRIBUTE', name, options({ IF_EXISTS: c.missing_ok, CASCADE: cascade(c) }))
        : words('DROP_COLUMN', name, c.missing_ok && 'ifexists', cascade(c) && 'cascade');
    case 'AT_AlterColumnType':
      return asType ? words('ALTER_ATTRIBUTE', name, type(d.ColumnDef.typeName), options({ CASCADE: cascade(c) }))
        : words('ALTER_TYPE', name, type(d.ColumnDef.typeName), d.ColumnDef.collClause && 'collated', d.ColumnDef.raw_default && 'using');
    case 'AT_ColumnDefault': return words(d ? 'SET_DEFAULT' : 'DROP_DEFAULT', name);
    case 'AT_SetNotNull': return words('SET_NOT_NULL', name);
    case 'AT_AddConstraint': return constraint(d.Constraint);
    case 'AT_DropConstraint': return words('DROP_CONSTRAINT', name, c.missing_ok && 'ifexists', cascade(c) && 'cascade');
    case 'AT_ValidateConstraint': return words('VALIDATE_CONSTRAINT', name);
    case 'AT_AlterConstraint': {
      const a = d.ATAlterConstraint || d.Constraint;
      return words('ALTER_CONSTRAINT', a.conname, options({ NOT_ENFORCED: a.alterEnforceability && !a.is_enforced,
        NO_INHERIT: (a.alterInheritability && a.noinherit) }));
    }
    case 'AT_DropExpression': return words('DROP_EXPRESSION', name, options({ IF_EXISTS: c.missing_ok }));
    case 'AT_DropIdentity': return words('DROP_IDENTITY', name, options({ IF_EXISTS: c.missing_ok }));
    case 'AT_EnableTrigAll': return 'ENABLE_TRIGGER ALL';
    case 'AT_DisableTrigAll': return 'DISABLE_TRIGGER ALL';
    case 'AT_EnableTrigUser': return 'ENABLE_TRIGGER USER';
    case 'AT_DisableTrigUser': return 'DISABLE_TRIGGER USER';
    case 'AT_ChangeOwner': return words('OWNER', role(c.newowner));
    case 'AT_SetTableSpace': return words('SET_TABLESPACE', name);
    case 'AT_SetAccessMethod': return words('SET_ACCESS_METHOD', name || 'default', options({ DEFAULT: !name }));
    case 'AT_AddInherit': return words('INHERIT', list('references', [rel(d.RangeVar)]));
    case 'AT_DropInherit': return words('NO_INHERIT', list('references', [rel(d.RangeVar)]));
    case 'AT_AddOf': return words('OF', last2(d.TypeName.names.map(text)));
    case 'AT_ReplicaIdentity': {
      const r = d.ReplicaIdentityStmt;
      return words('REPLICA_IDENTITY', { n: 'NOTHING', f: 'FULL', d: 'DEFAULT', i: r.name }[r.identity_type]);
    }
    case 'AT_AttachPartition':
      return words('ATTACH_PARTITION', list('references', [rel(d.PartitionCmd.name)]),
        options({ DEFAULT: d.PartitionCmd.bound && d.PartitionCmd.bound.is_default }));
    case 'AT_DetachPartition':
      return words('DETACH_PARTITION', list('references', [rel(d.PartitionCmd.name)]), options({ CONCURRENTLY: d.PartitionCmd.concurrent }));
    case 'AT_DetachPartitionFinalize': return words('DETACH_PARTITION', list('references', [rel(d.PartitionCmd.name)]), options({ FINALIZE: true }));
    default: return words(ACTIONS[t] || t, name);
  }
}

/** An object as COMMENT, DROP, RENAME and others name it: [name, relation that it is attached to]. */
function object(o, t) {
  const items = o && o.List ? o.List.items || [] : null;
  if (t === 'CAST' || t === 'TRANSFORM' || t === 'LARGE_OBJECT' || t === 'USER_MAPPING') return ['', ''];
  if (o.ObjectWithArgs) return [dotted(o.ObjectWithArgs.objname), ''];
  if (o.TypeName) return [dotted(o.TypeName.names), ''];
  if (o.RangeVar) return [rel(o.RangeVar), ''];
  if (o.RoleSpec) return [role(o.RoleSpec), ''];
  if (!items) return [text(o) ?? '', ''];
  if (t === 'OPERATOR_CLASS' || t === 'OPERATOR_FAMILY') return [last2(items.slice(1).map(text)), ''];
  if (items[0] && items[0].TypeName) return [items[1] ? text(items[1]) : '', ''];
  if (['TRIGGER', 'RULE', 'POLICY', 'CONSTRAINT', 'COLUMN'].includes(t)) {
    const parts = items.map(text);
    return [parts[parts.length - 1], last2(parts.slice(0, -1))];
  }
  return [last2(items.map(text)), ''];
}

const create = (t, name, o = {}, on = '', refs = []) => words('create', t, name, on && 'on ' + on, list('references', [...new Set(refs)]), options(o));
const alter = (t, name, o, actions, on = '') => words('alter', t, name, on && 'on ' + on, RELATIONS.includes(t) ? options(o) : '',
  '{' + actions.join('; ') + '}');
const define = (t, name, on) => alter(t, name, {}, ['DEFINITION'], on);
const command = (verb, t, names, o = {}, on = '', only = []) => words(verb, t, names.filter((n) => n !== '').join(','), on && 'on ' + on,
  list('only', only.sort()), options(o));

function withTargets(w) {
  const found = [];
  for (const { CommonTableExpr: c } of (w && w.ctes) || []) {
    const k = Object.keys(c.ctequery)[0];
    if (['InsertStmt', 'UpdateStmt', 'DeleteStmt', 'MergeStmt'].includes(k)) found.push(rel(c.ctequery[k].relation));
  }
  return found;
}

function renamed(n) {
  const t = objectType(n.renameType);
  const o = { IF_EXISTS: n.missing_ok, ONLY: n.relation && !n.relation.inh };
  if (n.renameType === 'OBJECT_COLUMN') return alter(objectType(n.relationType), rel(n.relation), o, [words('RENAME COLUMN', n.subname, n.newname)]);
  if (n.renameType === 'OBJECT_ATTRIBUTE') return alter('TYPE', rel(n.relation), {}, [words('RENAME ATTRIBUTE', n.subname, n.newname)]);
  if (n.renameType === 'OBJECT_TABCONSTRAINT') return alter('TABLE', rel(n.relation), o, [words('RENAME CONSTRAINT', n.subname, n.newname)]);
  if (n.renameType === 'OBJECT_DOMCONSTRAINT') return alter('DOMAIN', object(n.object, 'DOMAIN')[0], {}, [words('RENAME CONSTRAINT', n.subname, n.newname)]);
  const what = t === 'TABLE' ? 'RENAME TABLE' : 'RENAME OBJECT';
  if (['TRIGGER', 'RULE', 'POLICY'].includes(t)) return alter(t, n.subname, {}, [words(what, n.newname)], rel(n.relation));
  return alter(t, n.relation ? rel(n.relation) : n.object ? object(n.object, t)[0] : n.subname, o, [words(what, n.newname)]);
}

function publicationTables(n) {
  return (n.pubobjects || n.tables || []).map((p) => (p.PublicationObjSpec ? p.PublicationObjSpec.pubtable && rel(p.PublicationObjSpec.pubtable.relation)
    : rel(p.RangeVar))).filter((x) => x);
}

const owned = (n) => { const d = (n.options || []).map((o) => o.DefElem).find((e) => e.defname === 'owned_by');
  const parts = d ? d.arg.List.items.map(text) : []; return parts.length > 1 ? [last2(parts.slice(0, -1))] : []; };
const flag = (params, name) => (params || []).some(({ DefElem: d }) => d.defname === name
  && !(d.arg && ['false', 'off', '0'].includes(String(text(d.arg) ?? (d.arg.Integer ? d.arg.Integer.ival ?? 0 : '')).toLowerCase())));

function fact(statement) {
  const k = Object.keys(statement)[0];
  const n = statement[k];
  const only = (r) => r.inh ? [] : [rel(r)];
  switch (k) {
    case 'CreateStmt': { const t = table(n); return words('table', t.name, t.partitionOf && 'partition of ' + t.partitionOf, list('inherits', t.inherits), list('like', t.like),
      list('references', t.foreign), options(t.given), '{' + t.elements.join('; ') + '}'); }
    case 'CreateForeignTableStmt': { const b = n.baseStmt || n.base; const t = table(b);
      return create('FOREIGN_TABLE', t.name, { IF_NOT_EXISTS: b.if_not_exists }, '', [...(t.partitionOf ? [t.partitionOf] : []), ...t.inherits, ...t.foreign]); }
    case 'CreateTableAsStmt': {
      const o = { IF_NOT_EXISTS: n.if_not_exists, UNLOGGED: n.into.rel.relpersistence === 'u', WITH_NO_DATA: n.into.skipData };
      const temporary = n.into.rel.relpersistence === 't' || n.into.rel.schemaname === 'pg_temp';
      return objectType(n.objtype || n.relkind) === 'MATERIALIZED_VIEW' ? create('MATERIALIZED_VIEW', rel(n.into.rel), o)
        : words('table', rel(n.into.rel), options({ ...o, AS_QUERY: true, TEMPORARY: temporary }), '{}'); }
    case 'IndexStmt': return words('index', n.idxname, 'on', rel(n.relation), n.unique && 'unique', n.concurrent && 'concurrently', n.if_not_exists && 'ifnotexists', !n.relation.inh && 'only');
    case 'ViewStmt': return create('VIEW', rel(n.view), { OR_REPLACE: n.replace, TEMPORARY: n.view.relpersistence === 't', UNLOGGED: n.view.relpersistence === 'u' });
    case 'CreateSeqStmt': return create('SEQUENCE', rel(n.sequence), { IF_NOT_EXISTS: n.if_not_exists, TEMPORARY: n.sequence.relpersistence === 't', UNLOGGED: n.sequence.relpersistence === 'u' }, '', owned(n));
    case 'CreateTrigStmt': return create('TRIGGER', n.trigname, { OR_REPLACE: n.replace, CONSTRAINT: n.isconstraint }, rel(n.relation), n.constrrel ? [rel(n.constrrel)] : []);
    case 'RuleStmt': return create('RULE', n.rulename, { OR_REPLACE: n.replace }, rel(n.relation));
    case 'CreatePolicyStmt': return create('POLICY', n.policy_name, {}, rel(n.table));
    case 'CreateStatsStmt': return create('STATISTICS', dotted(n.defnames), { IF_NOT_EXISTS: n.if_not_exists }, '', (n.relations || []).map((r) => rel(r.RangeVar)));
    case 'CreatePublicationStmt': return create('PUBLICATION', n.pubname, { ALL_OF: n.for_all_tables }, '', publicationTables(n));
    case 'CreateSchemaStmt': return create('SCHEMA', n.schemaname, { IF_NOT_EXISTS: n.if_not_exists, WITH_ELEMENTS: n.schemaElts });
    case 'CreateFunctionStmt': return create(n.is_procedure ? 'PROCEDURE' : 'FUNCTION', dotted(n.funcname), { OR_REPLACE: n.replace });
    case 'CreateDomainStmt': return create('DOMAIN', dotted(n.domainname));
    case 'CompositeTypeStmt': return create('TYPE', rel(n.typevar));
    case 'CreateEnumStmt': case 'CreateRangeStmt': return create('TYPE', dotted(n.typeName));
    case 'DefineStmt': return create(objectType(n.kind), dotted(n.defnames), { OR_REPLACE: n.replace, IF_NOT_EXISTS: n.if_not_exists });
    case 'CreateExtensionStmt': return create('EXTENSION', n.extname, { IF_NOT_EXISTS: n.if_not_exists });
    case 'CreateFdwStmt': return create('FOREIGN_DATA_WRAPPER', n.fdwname);
    case 'CreateForeignServerStmt': return create('SERVER', n.servername, { IF_NOT_EXISTS: n.if_not_exists });
    case 'CreateUserMappingStmt': return create('USER_MAPPING', '', { IF_NOT_EXISTS: n.if_not_exists });
    case 'CreateSubscriptionStmt': return create('SUBSCRIPTION', n.subname);
    case 'CreateEventTrigStmt': return create('EVENT_TRIGGER', n.trigname);
    case 'CreatePLangStmt': return create('LANGUAGE', n.plname, { OR_REPLACE: n.replace });
    case 'CreateAmStmt': return create('ACCESS_METHOD', n.amname);
    case 'CreateCastStmt': return create('CAST', '');
    case 'CreateTransformStmt': return create('TRANSFORM', '', { OR_REPLACE: n.replace });
    case 'CreateConversionStmt': return create('CONVERSION', dotted(n.conversion_name));
    case 'CreateOpClassStmt': return create('OPERATOR_CLASS', dotted(n.opclassname));
    case 'CreateOpFamilyStmt': return create('OPERATOR_FAMILY', dotted(n.opfamilyname));
    case 'CreateRoleStmt': return create('ROLE', n.role);
    case 'CreatedbStmt': return create('DATABASE', n.dbname);
    case 'CreateTableSpaceStmt': return create('TABLESPACE', n.tablespacename);
    case 'AlterTableStmt': { const t = objectType(n.objtype || n.relkind);
      return alter(t, rel(n.relation), { IF_EXISTS: n.missing_ok, ONLY: t !== 'TYPE' && !n.relation.inh }, (n.cmds || []).map((c) => action(c.AlterTableCmd, t))); }
    case 'AlterTableMoveAllStmt': return alter(objectType(n.objtype), n.orig_tablespacename, { ALL_OF: true }, [words('SET_TABLESPACE', n.new_tablespacename, options({ NOWAIT: n.nowait }))]);
    case 'RenameStmt': return renamed(n);
    case 'AlterObjectSchemaStmt': case 'AlterOwnerStmt': { const t = objectType(n.objectType);
      return alter(t, n.relation ? rel(n.relation) : object(n.object, t)[0], { IF_EXISTS: n.missing_ok, ONLY: n.relation && !n.relation.inh },
        [k === 'AlterOwnerStmt' ? words('OWNER', role(n.newowner)) : words('SET_SCHEMA', n.newschema)]); }
    case 'AlterObjectDependsStmt': { const t = objectType(n.objectType);
      const name = t === 'TRIGGER' ? text(n.object.List ? n.object.List.items.slice(-1)[0] : n.object) : n.relation ? rel(n.relation) : object(n.object, t)[0];
      return alter(t, name, {}, [words('DEPENDS', n.extname.sval ?? n.extname.str ?? text(n.extname))], t === 'TRIGGER' ? rel(n.relation) : ''); }
    case 'AlterDomainStmt': { const kind = DOMAIN[n.subtype]; const name = dotted(n.typeName);
      if (n.subtype === 'C') return alter('DOMAIN', name, {}, [constraint({ ...n.def.Constraint, keys: undefined })]);
      return alter('DOMAIN', name, {}, [n.subtype === 'T' ? (n.def ? 'SET_DEFAULT' : 'DROP_DEFAULT') : words(kind, n.name, n.missing_ok && 'ifexists', n.subtype === 'X' && cascade(n) && 'cascade')]); }
    case 'AlterEnumStmt': return alter('TYPE', dotted(n.typeName), {}, [n.oldVal !== undefined ? words('RENAME VALUE', n.oldVal, n.newVal)
      : words('ADD_VALUE', n.newVal, options({ IF_NOT_EXISTS: n.skipIfNewValExists }))]);
    case 'AlterSeqStmt': return alter('SEQUENCE', rel(n.sequence), { IF_EXISTS: n.missing_ok }, [words('DEFINITION', list('references', owned(n)))]);
    case 'AlterPublicationStmt': return alter('PUBLICATION', n.pubname, {}, [words('DEFINITION', list('references', publicationTables(n)))]);
    case 'AlterFunctionStmt': return define(objectType(n.objtype), dotted(n.func.objname));
    case 'AlterPolicyStmt': return define('POLICY', n.policy_name, rel(n.table));
    case 'AlterSubscriptionStmt': return define('SUBSCRIPTION', n.subname);
    case 'AlterRoleStmt': return define('ROLE', role(n.role));
    case 'AlterRoleSetStmt': return define('ROLE', role(n.role));
    case 'AlterDatabaseStmt': case 'AlterDatabaseSetStmt': case 'AlterDatabaseRefreshCollStmt': return define('DATABASE', n.dbname);
    case 'AlterSystemStmt': return define('SYSTEM', '');
    case 'AlterDefaultPrivilegesStmt': return define('DEFAULT_PRIVILEGES', '');
    case 'AlterExtensionStmt': case 'AlterExtensionContentsStmt': return define('EXTENSION', n.extname);
    case 'AlterFdwStmt': return define('FOREIGN_DATA_WRAPPER', n.fdwname);
    case 'AlterForeignServerStmt': return define('SERVER', n.servername);
    case 'AlterUserMappingStmt': return define('USER_MAPPING', '');
    case 'AlterOperatorStmt': return define('OPERATOR', dotted(n.opername.objname));
    case 'AlterOpFamilyStmt': return define('OPERATOR_FAMILY', dotted(n.opfamilyname));
    case 'AlterTSConfigurationStmt': return define('TEXT_SEARCH_CONFIGURATION', dotted(n.cfgname));
    case 'AlterTSDictionaryStmt': return define('TEXT_SEARCH_DICTIONARY', dotted(n.dictname));
    case 'AlterTypeStmt': return define('TYPE', dotted(n.typeName));
    case 'AlterTableSpaceOptionsStmt': return define('TABLESPACE', n.tablespacename);
    case 'AlterStatsStmt': return define('STATISTICS', dotted(n.defnames));
    case 'AlterEventTrigStmt': return define('EVENT_TRIGGER', n.trigname);
    case 'AlterCollationStmt': return define('COLLATION', dotted(n.collname));
    case 'DropStmt': { const t = objectType(n.removeType); const objects = (n.objects || []).map((o) => object(o, t));
      return t === 'INDEX' ? words('dropindex', objects.map((o) => o[0]).join(','), n.concurrent && 'concurrently', n.missing_ok && 'ifexists', cascade(n) && 'cascade')
        : command('DROP', t, objects.map((o) => o[0]), { IF_EXISTS: n.missing_ok, CASCADE: cascade(n) }, objects[0][1]); }
    case 'DropRoleStmt': return command('DROP', 'ROLE', (n.roles || []).map((r) => role(r.RoleSpec)), { IF_EXISTS: n.missing_ok });
    case 'DropdbStmt': return command('DROP', 'DATABASE', [n.dbname], { IF_EXISTS: n.missing_ok });
    case 'DropTableSpaceStmt': return command('DROP', 'TABLESPACE', [n.tablespacename], { IF_EXISTS: n.missing_ok });
    case 'DropSubscriptionStmt': return command('DROP', 'SUBSCRIPTION', [n.subname], { IF_EXISTS: n.missing_ok, CASCADE: cascade(n) });
    case 'DropUserMappingStmt': return command('DROP', 'USER_MAPPING', [], { IF_EXISTS: n.missing_ok });
    case 'DropOwnedStmt': return command('DROP', 'OWNED', n.roles.map((r) => role(r.RoleSpec)), { CASCADE: cascade(n) });
    case 'TruncateStmt': return command('TRUNCATE', 'TABLE', n.relations.map((r) => rel(r.RangeVar)), { CASCADE: cascade(n), RESTART_IDENTITY: n.restart_seqs }, '',
      [...new Set(n.relations.flatMap((r) => only(r.RangeVar)))]);
    case 'VacuumStmt': { const rels = (n.rels || []).map((r) => r.VacuumRelation.relation);
      return !n.is_vacuumcmd ? words('analyze', rels.map(rel).join(',')) : command('VACUUM', 'TABLE', rels.map(rel), { FULL: flag(n.options, 'full'), ANALYZE: flag(n.options, 'analyze') }, '', [...new Set(rels.flatMap(only))]); }
    case 'ClusterStmt': return command('CLUSTER', 'TABLE', n.relation ? [rel(n.relation)] : []);
    case 'ReindexStmt': return command('REINDEX', n.kind.replace('REINDEX_OBJECT_', ''), n.relation ? [rel(n.relation)] : [n.name ?? ''], { CONCURRENTLY: flag(n.params, 'concurrently') || n.concurrent });
    case 'RefreshMatViewStmt': return command('REFRESH', 'MATERIALIZED_VIEW', [rel(n.relation)], { CONCURRENTLY: n.concurrent, WITH_NO_DATA: n.skipData });
    case 'CommentStmt': case 'SecLabelStmt': { const t = objectType(n.objtype); const [name, on] = object(n.object, t);
      return command(k === 'CommentStmt' ? 'COMMENT' : 'SECURITY_LABEL', t, [name], {}, on); }
    case 'GrantStmt': { const t = objectType(n.objtype); const objects = (n.objects || []).map((o) => object(o, t)[0]);
      return command(n.is_grant ? 'GRANT' : 'REVOKE', t, objects, { ALL_OF: n.targtype === 'ACL_TARGET_ALL_IN_SCHEMA' }); }
    case 'GrantRoleStmt': return command(n.is_grant ? 'GRANT' : 'REVOKE', 'ROLE', []);
    case 'ReassignOwnedStmt': return command('REASSIGN', 'OWNED', n.roles.map((r) => role(r.RoleSpec)));
    case 'ImportForeignSchemaStmt': return command('IMPORT', 'SCHEMA', [n.remote_schema]);
    case 'DoStmt': return 'do';
    case 'InsertStmt': { const s = n.selectStmt && n.selectStmt.SelectStmt; return words('INSERT', rel(n.relation), s && !s.valuesLists && 'query', list('also', [...withTargets(n.withClause), ...withTargets(s && s.withClause)])); }
    case 'UpdateStmt': return words('UPDATE', rel(n.relation), !n.relation.inh && 'only', n.whereClause && 'where', list('also', withTargets(n.withClause)));
    case 'DeleteStmt': return words('DELETE', rel(n.relation), !n.relation.inh && 'only', n.whereClause && 'where', list('also', withTargets(n.withClause)));
    case 'MergeStmt': return words('MERGE', rel(n.relation), !n.relation.inh && 'only', list('also', withTargets(n.withClause)));
    case 'CopyStmt': return words(n.is_from ? 'COPY_FROM' : 'COPY_TO', rel(n.relation), n.whereClause && 'where');
    case 'LockStmt': return words('lock', n.relations.map((r) => rel(r.RangeVar)).join(','), list('only', [...new Set(n.relations.flatMap((r) => only(r.RangeVar)))].sort()), MODES[n.mode], n.nowait && 'nowait');
    case 'VariableSetStmt': return words('set', n.is_local && 'local', (n.kind === 'VAR_SET_DEFAULT' || n.kind === 'VAR_RESET' || n.kind === 'VAR_RESET_ALL') && 'reset',
      n.kind === 'VAR_RESET_ALL' ? 'all' : n.name === 'TRANSACTION SNAPSHOT' ? 'transaction' : (n.name || '').toLowerCase());
    case 'ConstraintsSetStmt': return 'set local constraints';
    case 'TransactionStmt': { const verb = n.kind.replace('TRANS_STMT_', ''); return words('transaction', verb === 'START' ? 'BEGIN' : verb, n.savepoint_name); }
    case 'ExplainStmt': { const inner = Object.keys(n.query)[0];
      return (n.options || []).some((o) => o.DefElem.defname === 'analyze') && (inner === 'CreateTableAsStmt' || inner === 'RefreshMatViewStmt') ? fact(n.query) : 'query'; }
    case 'SelectStmt': { let s = n; while (s.larg) s = s.larg; const into = s.intoClause && s.intoClause.rel;
      return words('query', into && 'into ' + rel(into), into && into.relpersistence === 't' && 'temporary', list('also', withTargets(n.withClause))); }
    default: return 'query';
  }
}

(async () => {
  const wasm = await require(path.resolve(folder, 'wasm', 'libpg-query.js'))();
  const out = fs.openSync(output, 'w');
  let lines = [];
  for await (const line of readline.createInterface({ input: fs.createReadStream(input) })) {
    const { id, sql } = JSON.parse(line);
    const size = wasm.lengthBytesUTF8(sql) + 1;
    const pointer = wasm._malloc(size);
    wasm.stringToUTF8(sql, pointer, size);
    const result = wasm._wasm_parse_query_raw(pointer);
    const error = wasm.getValue(result + 8, 'i32');
    if (error) {
      lines.push(JSON.stringify({ id, error: wasm.UTF8ToString(wasm.getValue(error, 'i32')) }));
    } else {
      const tree = JSON.parse(wasm.UTF8ToString(wasm.getValue(result, 'i32')));
      let facts;
      try { facts = (tree.stmts || []).map((s) => fact(s.stmt)); } catch (e) { facts = ['no facts: ' + e.stack.split('\n').slice(0, 2).join(' ')]; }
      lines.push(JSON.stringify({ id, facts }));
    }
    wasm._wasm_free_parse_result(result);
    wasm._free(pointer);
    if (lines.length > 5000) { fs.writeSync(out, lines.join('\n') + '\n'); lines = []; }
  }
  fs.writeSync(out, lines.join('\n') + '\n');
  fs.closeSync(out);
})();
