namespace Paygress.Provider.Configuration;

/// <summary>What a list in one layer does to the same list in the layers below.</summary>
internal enum ListLayering
{
    /// <summary>The setting is no list.</summary>
    None,

    /// <summary>It takes the place of theirs; an empty one leaves nothing.</summary>
    Replace,

    /// <summary>It adds to theirs, and takes nothing away.</summary>
    Add,
}
