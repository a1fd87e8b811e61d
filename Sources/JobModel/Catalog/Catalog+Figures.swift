import OrderedCollections

extension Catalog {
  /// The types in the catalog's order.
  public var allTypes: [InstanceType] { Array(types.values) }

  /// How many types have any price.
  public var pricedTypeCount: Int { types.values.count { $0.onDemand != nil || $0.spot != nil } }
}
