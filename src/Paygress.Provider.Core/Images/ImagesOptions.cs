namespace Paygress.Provider.Core.Images;

/// <summary>Which images may be asked for by name: section <c>Images</c>.</summary>
public sealed class ImagesOptions
{
    public const string SectionName = "Images";

    /// <summary>Patterns over the whole reference, where <c>*</c> stands for any characters; empty allows templates only.</summary>
    public IList<string> Allowed { get; set; } = [];
}
