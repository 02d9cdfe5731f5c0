; The installer of the desk for one user of Windows 10 or later; no administrator is needed.
;
;   makensis -DVERSION=0.1.0 -DFROZEN=…\mizban -DMADE=…\build\package mizban.nsi
;
; Silently:   Mizban-0.1.0-setup.exe /S                     for the user who runs it
;             Mizban-0.1.0-setup.exe /S /D=D:\Mizban        elsewhere; /D comes last, never in quotes
;             "%LOCALAPPDATA%\Programs\Mizban\uninstall.exe" /S
; Exit status: 0 installed, 1 left by the user, 2 not installed because the desk is open.
;
; What officers record lies in %LOCALAPPDATA%\mizban and mizban-witness, which nothing here touches:
; an upgrade keeps it, and so does a removal.

Unicode true
SetCompressor /SOLID lzma
RequestExecutionLevel user
ManifestSupportedOS Win10
ManifestDPIAware true

!include "LogicLib.nsh"
!include "MUI2.nsh"
!include "x64.nsh"
!include "WinVer.nsh"
!include "FileFunc.nsh"

!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Mizban"

Name "Mizban"
BrandingText "Mizban ${VERSION}"
OutFile "${MADE}/Mizban-${VERSION}-setup.exe"
InstallDir "$LOCALAPPDATA\Programs\Mizban"
InstallDirRegKey HKCU "${KEY}" "InstallLocation"

VIProductVersion "${VERSION}.0"
VIAddVersionKey "ProductName" "Mizban"
VIAddVersionKey "FileDescription" "Mizban, the desk of a public office"
VIAddVersionKey "FileVersion" "${VERSION}"
VIAddVersionKey "ProductVersion" "${VERSION}"
VIAddVersionKey "CompanyName" "The Mizban authors"
VIAddVersionKey "LegalCopyright" "Copyright 2026 the Mizban authors; Apache License 2.0"

!define MUI_ICON "${MADE}/mizban.ico"
!define MUI_UNICON "${MADE}/mizban.ico"
!define MUI_FINISHPAGE_RUN "$INSTDIR\mizban-window.exe"
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_LICENSE "${FROZEN}/LICENSE"
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "Farsi"
!insertmacro MUI_LANGUAGE "English"

LangString ShortcutName ${LANG_FARSI} "میزبان"
LangString ShortcutName ${LANG_ENGLISH} "Mizban"
LangString StillOpen ${LANG_FARSI} "میزبان باز است. پنجره‌اش را ببندید و دوباره بکوشید."
LangString StillOpen ${LANG_ENGLISH} "Mizban is open. Close its window and try again."
LangString TooOld ${LANG_FARSI} "میزبان به ویندوز ۱۰ شصت‌وچهاربیتی یا تازه‌تر نیاز دارد."
LangString TooOld ${LANG_ENGLISH} "Mizban needs Windows 10, 64 bits, or later."

; A program that runs cannot be opened for writing: so neither half an upgrade nor half a removal.
!macro RefuseWhileOpen PROGRAM
  ${If} ${FileExists} "$INSTDIR\${PROGRAM}"
    ${Do}
      ClearErrors
      FileOpen $0 "$INSTDIR\${PROGRAM}" a
      ${IfNot} ${Errors}
        FileClose $0
        ${ExitDo}
      ${EndIf}
      MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(StillOpen)" /SD IDCANCEL IDRETRY +3
      SetErrorLevel 2
      Quit
    ${Loop}
  ${EndIf}
!macroend

Function .onInit
  ${IfNot} ${AtLeastWin10}
  ${OrIfNot} ${RunningX64}
    MessageBox MB_OK|MB_ICONSTOP "$(TooOld)" /SD IDOK
    SetErrorLevel 2
    Quit
  ${EndIf}
FunctionEnd

Section "Mizban"
  SetShellVarContext current
  !insertmacro RefuseWhileOpen "mizban.exe"
  !insertmacro RefuseWhileOpen "mizban-window.exe"
  ; Modules of an older version must not lie beside those of this one.
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  SetOutPath "$INSTDIR"
  File /r "${FROZEN}/*"
  WriteUninstaller "$INSTDIR\uninstall.exe"
  CreateShortcut "$SMPROGRAMS\$(ShortcutName).lnk" "$INSTDIR\mizban-window.exe"
  CreateShortcut "$DESKTOP\$(ShortcutName).lnk" "$INSTDIR\mizban-window.exe"
  ${GetSize} "$INSTDIR" "/S=0K" $0 $1 $2
  WriteRegStr HKCU "${KEY}" "DisplayName" "Mizban"
  WriteRegStr HKCU "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr HKCU "${KEY}" "DisplayIcon" "$INSTDIR\mizban-window.exe"
  WriteRegStr HKCU "${KEY}" "Publisher" "The Mizban authors"
  WriteRegStr HKCU "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr HKCU "${KEY}" "UninstallString" '"$INSTDIR\uninstall.exe"'
  WriteRegStr HKCU "${KEY}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
  WriteRegStr HKCU "${KEY}" "Shortcut" "$(ShortcutName)"
  WriteRegDWORD HKCU "${KEY}" "EstimatedSize" "$0"
  WriteRegDWORD HKCU "${KEY}" "NoModify" 1
  WriteRegDWORD HKCU "${KEY}" "NoRepair" 1
SectionEnd

Section "un.Mizban"
  SetShellVarContext current
  !insertmacro RefuseWhileOpen "mizban.exe"
  !insertmacro RefuseWhileOpen "mizban-window.exe"
  ReadRegStr $1 HKCU "${KEY}" "Shortcut"
  Delete "$SMPROGRAMS\$1.lnk"
  Delete "$DESKTOP\$1.lnk"
  RMDir /r "$INSTDIR\_internal"
  RMDir /r "$INSTDIR\licences"
  Delete "$INSTDIR\LICENSE"
  Delete "$INSTDIR\NOTICE"
  Delete "$INSTDIR\mizban.exe"
  Delete "$INSTDIR\mizban-window.exe"
  Delete "$INSTDIR\uninstall.exe"
  RMDir "$INSTDIR"
  DeleteRegKey HKCU "${KEY}"
SectionEnd
