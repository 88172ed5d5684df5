/** Array methods that compare: what they are given may be an observed object, or the object itself. */
const SEARCHES = new Set<PropertyKey>(['includes', 'indexOf', 'lastIndexOf']);

/** The objects behind the observed ones. */
const originals = new WeakMap<object, object>();

/** The object itself where `value` is an observed one. */
export function unobserved<Value>(value: Value): Value {
  return ((typeof value === 'object' && value !== null && originals.get(value)) || value) as Value;
}

/**
 * The same object, which calls `changed` after each change that is made through it, at any depth of plain objects and
 * arrays. Others, such as a `Date`, are passed on as they are.
 */
export function observed<Value extends object>(root: Value, changed: () => void): Value {
  const made = new WeakMap<object, object>();

  const wrap = (value: unknown): unknown => {
    if (!isPlain(value)) return value;
    const known = made.get(value);
    if (known !== undefined) return known;
    const proxy = new Proxy(value, handler);
    made.set(value, proxy);
    originals.set(proxy, value);
    return proxy;
  };

  const handler: ProxyHandler<object> = {
    get(target, key) {
      const value: unknown = Reflect.get(target, key);
      if (Array.isArray(target) && SEARCHES.has(key))
        return (...given: unknown[]) =>
          (value as (...given: unknown[]) => unknown).apply(target, given.map(unobserved));
      return isFixed(target, key) ? value : wrap(value);
    },
    set(target, key, value) {
      const plain: unknown = unobserved(value);
      // `push` sets the length that the array already has.
      const isNews = !Object.is(Reflect.get(target, key), plain) || !Object.hasOwn(target, key);
      const isSet = Reflect.set(target, key, plain);
      if (isSet && isNews) changed();
      return isSet;
    },
    deleteProperty(target, key) {
      const isDeleted = Reflect.deleteProperty(target, key);
      if (isDeleted) changed();
      return isDeleted;
    },
    defineProperty(target, key, descriptor) {
      const isDefined = Reflect.defineProperty(target, key, descriptor);
      if (isDefined) changed();
      return isDefined;
    },
  };
  return wrap(root) as Value;
}

function isPlain(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null || Array.isArray(value);
}

/** The language requires a proxy to give exactly the value of such a property. */
function isFixed(target: object, key: PropertyKey): boolean {
  const descriptor = Object.getOwnPropertyDescriptor(target, key);
  return descriptor?.configurable === false && descriptor.writable === false;
}
