using System.Collections.Immutable;

namespace CsEngage.Mail.Html;

/// <summary>One simple part of a selector: <c>td.ce-body</c>, with what stands between it and the part before.</summary>
sealed record CssStep(string? Element, ImmutableArray<string> Classes, string? Id, string? Pseudo, bool IsChild);

/// <summary>A selector with its declarations; specificity decides, then order (CSS Cascade).</summary>
sealed record CssRule(ImmutableArray<CssStep> Steps, ImmutableArray<(string Property, string Value)> Declarations, int Specificity)
{
    public bool Matches(HtmlElement element) => Matches(element, Steps.Length - 1);

    bool Matches(HtmlElement element, int step)
    {
        if (!Fits(element, Steps[step])) return false;
        if (step == 0) return true;
        if (Steps[step].IsChild) return element.Parent is { } parent && Matches(parent, step - 1);
        for (var above = element.Parent; above is not null; above = above.Parent) if (Matches(above, step - 1)) return true;
        return false;
    }

    static bool Fits(HtmlElement element, CssStep step)
    {
        if (step.Element is not null && step.Element != element.Name) return false;
        if (step.Id is not null && step.Id != element["id"]) return false;
        foreach (var name in step.Classes) if (!element.HasClass(name)) return false;
        return step.Pseudo switch
        {
            null => true,
            "first-child" => element.Parent?.Children.OfType<HtmlElement>().FirstOrDefault() == element,
            "last-child" => element.Parent?.Children.OfType<HtmlElement>().LastOrDefault() == element,
            _ => false,
        };
    }
}
