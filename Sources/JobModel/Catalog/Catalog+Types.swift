import OrderedCollections

extension Catalog {
  /// The types in the catalog's order, for whoever only walks through them.
  public var typeList: [InstanceType] { Array(types.values) }

  /// Adds a type at the end.
  ///
  /// - Returns: Whether it was added; false if there is one of its name, which stays.
  public mutating func add(_ type: InstanceType) -> Bool {
    guard types[type.name] == nil else { return false }
    types[type.name] = type
    return true
  }

  /// Takes a type away, if it is there.
  public mutating func remove(_ name: String) { types.removeValue(forKey: name) }
}
