@_exported public import TrawlCore
@_exported public import TrawlDialects
@_exported public import TrawlJSON
@_exported public import TrawlModels
