; Links of the form crdesk://… open CR Desk for the person who installed it; gone when it is uninstalled.
!macro customInstall
  WriteRegStr HKCU "Software\Classes\crdesk" "" "URL:CR Desk"
  WriteRegStr HKCU "Software\Classes\crdesk" "URL Protocol" ""
  WriteRegStr HKCU "Software\Classes\crdesk\DefaultIcon" "" "$INSTDIR\${APP_EXECUTABLE_FILENAME},0"
  WriteRegStr HKCU "Software\Classes\crdesk\shell\open\command" "" '"$INSTDIR\${APP_EXECUTABLE_FILENAME}" "%1"'
!macroend

!macro customUnInstall
  ${ifNot} ${isUpdated}
    DeleteRegKey HKCU "Software\Classes\crdesk"
  ${endIf}
!macroend
