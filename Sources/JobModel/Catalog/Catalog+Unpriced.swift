extension Catalog {
  /// The same machines and rules without any price: for the time of a plan where nobody said what is paid.
  ///
  /// A type that is sold on demand alone stays so.
  public var withoutPrices: Catalog {
    var copy = self
    copy.currency = nil
    copy.pricesAsOf = nil
    for var type in typeList {
      type.isOnDemandOnly = !type.hasSpotMarket
      (type.onDemand, type.spot, type.priceSource, type.priceDate) = (nil, nil, nil, nil)
      copy.set(type)
    }
    return copy
  }
}
