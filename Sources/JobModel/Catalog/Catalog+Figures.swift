import OrderedCollections

extension Catalog {
  /// How many types have any price.
  public var pricedTypeCount: Int { types.values.count { $0.onDemand != nil || $0.spot != nil } }
}
