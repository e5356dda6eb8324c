/// How a long list comes in pages, and how the next one is asked for.
public struct HTTPPaging: Sendable, Hashable {
    /// How the next page is named.
    public enum Style: String, Sendable, Hashable, CaseIterable {
        /// By the answer: `Link: <…>; rel="next"`.
        case link
        /// By the number of items before it, in the query.
        case offset
        /// By its number, in the query.
        case page
    }

    /// How the next page is named.
    public var style: Style
    /// Items that one page is to have; without a meaning for ``Style/link``.
    public var size: Int
    /// The query's parameter that moves; `nil` for `offset` or `page`.
    public var parameter: String?
    /// The query's parameter for the size; `nil` for `limit` or `size`.
    public var sizeParameter: String?
    /// What ``parameter`` begins with.
    public var first: Int
    /// The list's key in the answer, keys within keys divided by `.`; `nil` where the answer is the list, or holds only one.
    public var items: String?
    /// The most pages that are asked for.
    public var most: Int

    /// Makes a way of paging.
    public init(
        _ style: Style,
        size: Int = 100,
        parameter: String? = nil,
        sizeParameter: String? = nil,
        first: Int = 0,
        items: String? = nil,
        most: Int = 100
    ) {
        self.style = style
        self.size = size
        self.parameter = parameter
        self.sizeParameter = sizeParameter
        self.first = first
        self.items = items
        self.most = most
    }
}

/// Where the asking for pages has come to.
package struct HTTPPagePosition: Sendable, Hashable {
    /// Items before the page, or its number.
    package var at: Int
    /// The items that the first page had; `nil` before it came.
    package var firstCount: Int?

    package init(at: Int, firstCount: Int? = nil) {
        self.at = at
        self.firstCount = firstCount
    }
}
