using CsEngage.Core;
using CsEngage.Engine;
using CsEngage.Engine.Settings;
using CsEngage.Engine.Touches;
using CsEngage.Liquid;
using CsEngage.Store.Touches;

namespace CsEngage.Web.Desk.Accounts;

/// <summary>A mail as it would go out now, and what the policy would say to it.</summary>
/// <param name="Mail">Null when it cannot be written.</param>
public sealed record PreviewedTouch(RenderedMail? Mail, TouchDecision Decision);

/// <summary>Writes a touch as the delivery would, with the same code, and sends nothing.</summary>
public sealed class MailPreview
{
    readonly TouchDesk desk;
    readonly Engine.Settings.Authored authored;
    readonly EngineSecrets secrets;
    readonly EngineOptions options;

    MailPreview(TouchDesk desk, Engine.Settings.Authored authored, EngineSecrets secrets, EngineOptions options) => (this.desk, this.authored, this.secrets, this.options) = (desk, authored, secrets, options);

    /// <summary>Null in a process that was started without the engine.</summary>
    public static MailPreview? In(IServiceProvider services) => services.GetService<TouchDesk>() is { } desk
        ? new MailPreview(desk, services.GetRequiredService<Engine.Settings.Authored>(), services.GetRequiredService<EngineSecrets>(), services.GetRequiredService<EngineOptions>()) : null;

    public async Task<PreviewedTouch> Look(Touch touch, DateTimeOffset now)
    {
        var set = await authored.Current();
        var line = new TouchLine(touch, TouchState.Pending, null, [], now, now, null, ReviewStanding.None, null, null, null, null, null, null, 0, null, null, null, null, null, null);
        var (situation, to) = await desk.Situation(line, set, now);
        RenderedMail? mail = null;
        var problem = to.TemplateFault;
        if (to is { Template: not null, Member: not null })
        {
            try
            {
                mail = new Letter(set, await secrets.Tokens(), options).Render(touch, to, now);
            }
            catch (LiquidException fault)
            {
                problem = fault.Message;
            }
        }
        return new PreviewedTouch(mail, TouchPolicy.Decide(situation with { RenderProblem = problem }));
    }
}
